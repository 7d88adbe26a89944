"""Names of buyers as people write them, and the council each means."""

from __future__ import annotations

import pytest

from folkmoot.core.exceptions import ConfigError
from folkmoot.registers.councils.facts import check_members, known_councils
from folkmoot.registers.councils.files import hinted
from folkmoot.registers.councils.names import CouncilNames

INVENTED = {
    "gss": "X90000001",
    "name": "Eastmere Borough Council",
    "type": "district",
    "region": "Nowhere",
    "nation": "England",
    "aliases": ["Eastmere BC", "EMBC"],
}
COUNCILS = known_councils([INVENTED])
NAMES = CouncilNames(COUNCILS)


@pytest.mark.parametrize(
    ("written", "gss"),
    [
        ("LB Haringey - Parks and Leisure", "E09000014"),
        ("LONDON BOROUGH OF SOUTHWARK", "E09000028"),
        ("The Borough of Calderdale", "E08000033"),
        ("BATH &amp; NORTH EAST SOMERSET COUNCIL", "E06000022"),
        ("Lancashire County Council", "E10000017"),
        ("Lancaster City Council", "E07000121"),
        ("Lincoln CC", "E07000138"),
        ("Lincolnshire CC", "E10000019"),
        ("Nottingham City Council", "E06000018"),
        ("Nottinghamshire County Council", "E10000024"),
        ("Durham County Council", "E06000047"),
        ("Corporation of London", "E09000001"),
        ("Rotherham MBC", "E08000018"),
        ("Bristol, City of", "E06000023"),
        ("Somerset Council", "E06000066"),
        ("Somerset County Council", "E10000027"),
        ("Newcastle City Council", "E08000021"),
        ("Newcastle-under-Lyme Borough Council", "E07000195"),
        ("Wolverhampton City Council", "E08000031"),
        ("Tees Valley Combined Authority (TVCA)", "E47000006"),
        ("Some Partnership on behalf of Blaby District Council", "E07000129"),
        ("Norwich City Council e-Tendering", "E07000148"),
        ("Eastmere Borough Council", "X90000001"),
        ("EMBC", "X90000001"),
        ("eastmere council", "X90000001"),
    ],
)
def test_a_name_means_one_council(written: str, gss: str) -> None:
    match = NAMES.meant(written)
    assert match.council_id == gss, match.reason
    assert match.confidence > 0.8


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("Lancashire Police", "police"),
        ("Cleveland Fire Authority", "fire"),
        ("Alton Town Council", "parish, town"),
        ("City of Wolverhampton College", "college"),
        ("County Durham and Darlington NHS Foundation Trust", "health"),
        ("Peak District National Park Authority", "national park"),
        ("Newcastle", "could be"),
        ("Newcastle Council", "could be"),
        ("Kingston", "could be"),
        ("West Midlands", "could be"),
        ("Lincoln County Council", "do not fit"),
        ("British Council", "no council bears"),
        ("Eastern Shires Purchasing Organisation", "body of several councils"),
        ("Dorset Councils Partnership", "body of several councils"),
        ("Kent and Essex Buying Consortium", "body of several councils"),
        ("Devon and Somerset Fire and Rescue Authority", "fire"),
        ("Kent County Supplies", "no council bears"),
    ],
)
def test_what_is_no_council_or_could_be_two_stays_open(
    written: str, reason: str
) -> None:
    match = NAMES.meant(written)
    assert match.council_id is None
    assert reason in match.reason


def test_a_department_is_told_apart() -> None:
    match = NAMES.meant("London Borough of Haringey — Passenger Transport Services")
    assert (match.council_id, match.sub_unit, match.method) == (
        "E09000014",
        "Passenger Transport Services",
        "sub_unit",
    )


def test_several_councils_in_one_name() -> None:
    match = NAMES.meant("Breckland District Council and South Holland District Council")
    assert match.council_ids == ("E07000143", "E07000140")
    assert match.method == "several"
    assert match.joint_ids == match.council_ids
    assert NAMES.meant("Breckland District Council").joint_ids == ()
    acting = NAMES.meant(
        "Breckland Council on behalf of South Holland District Council"
    )
    assert acting.joint_ids == (), "who signs for another buys nothing with them"
    assert NAMES.meant(
        "Redditch Borough &amp; Bromsgrove District Councils"
    ).council_ids == (
        "E07000236",
        "E07000234",
    )


BRECKLAND, SOUTH_HOLLAND = "E07000143", "E07000140"


@pytest.mark.parametrize(
    ("written", "councils"),
    [
        ("Breckland and South Holland", (BRECKLAND, SOUTH_HOLLAND)),
        ("Breckland & South Holland District Councils", (BRECKLAND, SOUTH_HOLLAND)),
        ("South Holland and Breckland Council", (SOUTH_HOLLAND, BRECKLAND)),
        ("Adur & Worthing Council", ("E07000223", "E07000229")),
        ("Babergh and Mid Suffolk District Councils", ("E07000200", "E07000203")),
        ("Norwich City Council & Norfolk County Council", ("E07000148", "E10000020")),
        # One council whose name holds the word: never taken for two.
        ("Telford and Wrekin Council", ("E06000020",)),
        ("Tonbridge and Malling Borough Council", ("E07000115",)),
        ("Bath and North East Somerset Council", ("E06000022",)),
    ],
)
def test_services_that_councils_share_name_each_of_them(
    written: str, councils: tuple[str, ...]
) -> None:
    match = NAMES.meant(written)
    assert match.council_ids == councils
    assert (match.method == "several") == (len(councils) > 1)


@pytest.mark.parametrize(
    ("written", "successor"),
    [
        ("Suffolk Coastal District Council", "East Suffolk Council"),
        ("Waveney District Council", "East Suffolk Council"),
        ("Aylesbury Vale District Council", "Buckinghamshire Council"),
    ],
)
def test_a_predecessor_is_itself_and_leads_to_its_successor(
    written: str, successor: str
) -> None:
    council_id = NAMES.meant(written).council_id
    assert council_id is not None
    later = [COUNCILS[gss].official_name for gss in COUNCILS[council_id].successors]
    assert later == [successor]


@pytest.mark.parametrize(
    ("written", "sub_unit"),
    [
        ("Highways, Norfolk County Council", "Highways"),
        ("Lancashire County Council Pension Fund", "pension fund"),
        (
            "Norfolk County Council (on behalf of Norfolk Constabulary)",
            "on behalf of Norfolk Constabulary",
        ),
    ],
)
def test_parts_of_councils_and_those_they_buy_for(written: str, sub_unit: str) -> None:
    match = NAMES.meant(written)
    assert (match.method, match.sub_unit) == ("sub_unit", sub_unit)


@pytest.mark.parametrize(
    ("scheme", "identifier", "gss"),
    [
        ("", "http://statistics.data.gov.uk/doc/local-authority/00DA", "E08000035"),
        ("", "http://opendatacommunities.org/doc/county-council/norfolk", "E10000020"),
        ("GB-LAE", "NFK", "E10000020"),
        ("", "E08000019", "E08000039"),
    ],
)
def test_an_identifier_means_one_council(
    scheme: str, identifier: str, gss: str
) -> None:
    match = NAMES.meant("", scheme=scheme, identifier=identifier)
    assert (match.council_id, match.method) == (gss, "identifier")


def test_a_number_that_contradicts_the_name_lowers_confidence() -> None:
    match = NAMES.meant("Leeds City Council", scheme="GB-LAE", identifier="NFK")
    assert match.council_id == "E08000035"
    assert match.confidence < 0.7
    assert "Norfolk" in match.reason


@pytest.mark.parametrize(
    ("path", "gss"),
    [
        ("spend/councils/bradford/2018-03.csv", "E08000032"),
        ("oldham_2019.csv", "E08000004"),
        ("notices/lancashire_cc.json", "E10000017"),
        ("kent.zip!payments.csv", "E10000016"),
        ("eastmere_contracts.xlsx", "X90000001"),
        ("reading_list.csv", None),
        ("lancashire_notices/x.json", None),
        ("councils/newcastle/2019.csv", None),
        ("payments.csv", None),
    ],
)
def test_a_file_may_be_named_after_its_council(path: str, gss: str | None) -> None:
    assert hinted(NAMES.listed, path).council_id == gss


def test_every_full_name_means_itself() -> None:
    wrong = {
        council.official_name: match.council_id
        for council in COUNCILS.values()
        if (match := NAMES.meant(council.official_name)).council_id != council.gss
    }
    assert wrong == {}


def test_successors_exist_and_dates_are_in_order() -> None:
    for council in COUNCILS.values():
        assert set(council.successors) <= set(COUNCILS), council.name
        if council.end is not None:
            assert council.successors, council.name
            assert council.start is None or council.start < council.end, council.name


def test_a_member_that_no_table_knows_stops_the_run() -> None:
    with pytest.raises(ConfigError, match="E99999999"):
        check_members(["E08000035", "E99999999"], COUNCILS)
