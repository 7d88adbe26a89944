-- What became of people's judgements in this build.
SELECT *
FROM fact.judgements
ORDER BY judgement_id
