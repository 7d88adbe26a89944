"""PDFs: what they hold, what they refuse to fetch, and what is said where Pango lacks."""

from __future__ import annotations

import builtins
import http.server
import io
import threading

import pypdf
import pytest

from folkmoot.core.exceptions import PaperError
from folkmoot.core.paper import pdf_bytes

HTML = '<html lang="cy"><head><title>Papur</title></head><body><h1>Pennawd</h1>{}</body></html>'


def test_language_title_and_structure_come_from_the_page():
    pdf = pypdf.PdfReader(io.BytesIO(pdf_bytes(HTML.format(""), styles="")))

    assert pdf.metadata.title == "Papur"
    assert pdf.trailer["/Root"]["/Lang"] == "cy"
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_nothing_is_fetched_whatever_published_text_holds(tmp_path):
    asked = []

    class Server(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(404)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    secret = tmp_path / "secret.css"
    secret.write_text("h1 { content: 'SECRETWORD' }")
    there = f"http://127.0.0.1:{server.server_port}"
    body = (
        f'<img src="{there}/a.png"><link rel="stylesheet" href="file://{secret}">'
        f'<link rel="stylesheet" href="{there}/b.css">'
        f'<a rel="attachment" href="file://{secret}">x</a>'
    )

    made = pdf_bytes(HTML.format(body), styles=f"@import url({there}/c.css);")
    server.shutdown()

    assert asked == []
    text = pypdf.PdfReader(io.BytesIO(made))
    assert "SECRETWORD" not in "".join(page.extract_text() for page in text.pages)
    assert not text.attachments


def test_without_pango_a_sentence_says_what_to_install(monkeypatch):
    found = builtins.__import__

    def missing(name, *args, **kwargs):
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return found(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", missing)

    with pytest.raises(PaperError, match="Pango is missing") as refused:
        pdf_bytes(HTML.format(""), styles="")

    assert "libpango" in refused.value.next_step
