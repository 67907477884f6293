"""`cxlab dash --public`: who may come in, how many, what they can do, and what the log knows."""

import json
import re
import socket
from contextlib import suppress
from pathlib import Path

import pytest
import websocket
from jupyter_client.session import Session
from typer.testing import CliRunner

from cxlab._core.errors import SpecError
from cxlab._core.i18n import LANGUAGES
from cxlab._lab.dash import door, speech
from cxlab._lab.dash.journal import Journal, places
from cxlab._lab.dash.options import Options
from cxlab.cli import commands

ROOT = Path(__file__).parents[2]
PLACES = 4
SAFE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
}


@pytest.fixture(scope="module")
def public(serve, folder, token):
    options = ["--public", "--token", token, "--password", "pass wörd", "--visitors", str(PLACES)]
    return serve(folder, *options, "--upload-mb", "1", env={"CXLAB_TOKEN": "of-the-surroundings"})


@pytest.fixture
def guest(public, token):
    """Return a visitor who has signed in; the pages opened in the test are closed at its end."""
    client, opened = public.visitor(), []
    client.event_hooks["response"] = [lambda answer: opened.append(answer)]
    assert client.get("/", params={"token": token}).status_code == 200
    yield client
    for answer in opened:
        answer.read()
        if found := re.search(r'"kernelId": ?"([^"]+)"', answer.text):
            client.post(f"/voila/api/shutdown/{found[1]}")


def kernel(client, name="slider.ipynb", **query):
    answer = client.get(f"/voila/render/{name}", params=query)
    assert answer.status_code == 200
    return re.search(r'"kernelId": ?"([^"]+)"', answer.text)[1]


def line(public, client, number):
    """Open the socket between widgets and kernel."""
    cookies = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    url = public.url.replace("http", "ws", 1) + f"/api/kernels/{number}/channels?session_id=s"
    return websocket.create_connection(url, cookie=cookies, timeout=30)


def message(kind, content, channel="shell"):
    made = Session().msg(kind, content=content)
    return json.dumps({**made, "channel": channel}, default=str)


def until_broken(socket, large):
    socket.send(large)
    while socket.recv():
        pass
    raise websocket.WebSocketException("closed")


# ---- who may come in ----------------------------------------------------------------------------


def test_a_stranger_is_asked_for_the_token_in_both_languages(public):
    client = public.visitor()
    for lang in LANGUAGES:
        answer = client.get("/voila/render/slider.ipynb", params={"lang": lang})
        assert answer.url.path == "/login"
        assert speech.words(lang)["question"] in answer.text
    assert public.kernels() == 0


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/kernels/11111111-1111-1111-1111-111111111111"),
        ("GET", "/pulse/11111111-1111-1111-1111-111111111111"),
        ("POST", "/voila/api/shutdown/11111111-1111-1111-1111-111111111111"),
        ("GET", "/voila/files/pic.svg"),
        ("GET", "/nowhere"),
    ],
)
def test_nothing_is_open_without_the_token(public, method, path):
    client = public.visitor()
    client.follow_redirects = False
    answer = client.request(method, path)
    assert answer.status_code == 403 or answer.headers["Location"].startswith("/login?")


def test_the_token_opens_the_door_and_leaves_the_address(public, token):
    client = public.visitor()
    answer = client.get("/", params={"token": token, "lang": "zh"})
    assert answer.status_code == 200
    assert answer.url.params.get("token") is None
    assert answer.url.params["lang"] == "zh"
    assert client.get("/").url.path == "/"
    cookie = next(answer for answer in answer.history if "set-cookie" in answer.headers)
    assert {"HttpOnly", "SameSite=Lax"} <= set(cookie.headers["set-cookie"].split("; "))


@pytest.mark.parametrize("wrong", ["", "x", "of-the-surroundings", "sesame-öffne-芝"])
def test_a_wrong_token_is_said_so(public, wrong):
    answer = public.visitor().get("/", params={"token": wrong})
    assert answer.url.path == "/login"
    assert speech.words("en")["wrong"] in answer.text
    assert answer.url.params.get("token") is None


@pytest.mark.parametrize(("typed", "opens"), [("pass wörd", True), ("Pass wörd", False)])
def test_the_password_is_typed_at_the_door(public, typed, opens):
    client = public.visitor()
    door = client.get("/?lang=zh&by=branch")
    key = re.search(r'name="_xsrf" value="([^"]+)"', door.text)[1]
    form = {"password": typed, "_xsrf": key}
    answer = client.post(str(door.url), data=form)
    if opens:
        assert answer.url.params["by"] == "branch"
        assert (answer.status_code, answer.url.path) == (200, "/")
    else:
        assert answer.status_code == 401
        assert speech.words("zh")["wrong"] in answer.text
    assert client.post(str(door.url), data={"password": typed}).status_code in (403, 405)


@pytest.mark.parametrize("after", ["//evil.example", "https:/evil.example", "/\\evil.example"])
def test_the_door_leads_to_nobody_elses_house(public, token, after):
    client = public.visitor()
    client.follow_redirects = False
    client.get("/", params={"token": token})
    answer = client.get("/login", params={"next": after})
    assert not re.match(r"https?://evil|//", answer.headers["Location"])


def test_passwords_are_hashed_and_hashes_pass():
    made = door.hashed("小 secret")
    assert made.startswith("argon2:")
    assert door.hashed(made) == made


@pytest.mark.parametrize(("given", "wanted"), [("", ""), ("a", ""), ("", "a"), ("a", "b")])
def test_nothing_opens_an_empty_lock(given, wanted):
    assert not door.same(given, wanted)


def test_a_token_is_made_and_told_where_none_is_given(serve, folder):
    server = serve(folder, "--public", "--base-url", "/lab/cx")
    assert server.visitor().get("/").url.path == "/lab/cx/login"
    told = server.stop()
    place = re.search(r"http://127\.0\.0\.1:\d+/lab/cx/\?token=([\w-]{32})", told)
    assert place
    assert place[1] not in server.log_file.read_text(encoding="utf-8")


def test_an_empty_token_is_an_open_house_and_says_so(serve, folder):
    server = serve(folder, "--public", "--token", "")
    assert server.visitor().get("/").url.path == "/"
    assert "everybody" in server.stop()


# ---- how many -----------------------------------------------------------------------------------


def test_health_tells_no_secret(public):
    answer = public.visitor().get("/health")
    assert set(answer.json()) == {"status", "version", "kernels", "capacity"}
    assert answer.json()["capacity"] == PLACES


def test_beyond_the_cap_a_visitor_is_asked_to_wait(public, guest):
    opened = [kernel(guest) for _place in range(PLACES)]
    assert guest.get("/health").json()["status"] == "full"
    for lang in LANGUAGES:
        answer = guest.get("/voila/render/slider.ipynb", params={"lang": lang})
        assert answer.status_code == 503
        assert int(answer.headers["Retry-After"]) > 0
        assert speech.fault(503, lang)["heading"] in answer.text
        assert 'id="retry"' in answer.text
    assert guest.post(f"/voila/api/shutdown/{opened[0]}").status_code == 204
    assert kernel(guest)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"visitors": 0}, "--visitors must be 1 or more"),
        ({"upload_mb": 0}, "--upload-mb must lie in 1-2000"),
        ({"host": "0.0.0.0"}, "Add --public"),
    ],
)
def test_options_that_cannot_be_are_refused(options, words):
    with pytest.raises(SpecError, match=words):
        Options(**options)


def test_places_follow_memory_and_cores():
    assert Options().places >= 1
    assert Options(visitors=7).places == 7
    assert Options(base_url="lab/cx").prefix == Options(base_url="/lab/cx/").prefix == "/lab/cx/"


# ---- what visitors can do -----------------------------------------------------------------------


def test_only_messages_of_widgets_pass(public, guest):
    number = kernel(guest)
    socket = line(public, guest, number)
    code = "import os; os.environ['HACKED'] = '1'; print('HA' + 'CKED')"
    for channel in ("shell", "control", "stdin"):
        socket.send(message("execute_request", {"code": code, "silent": False}, channel))
    socket.send(message("shutdown_request", {"restart": False}, "control"))
    socket.send(message("interrupt_request", {}, "control"))
    socket.send(message("complete_request", {"code": "os.", "cursor_pos": 3}))
    socket.send("{no json")
    socket.send_binary(b"\xff" * 40)
    asked = Session().msg("kernel_info_request")
    socket.send(json.dumps({**asked, "channel": "shell"}, default=str))
    kinds, text = [], ""
    while "kernel_info_reply" not in kinds:
        said = socket.recv()
        text += str(said)
        if isinstance(said, str):
            kinds.append(json.loads(said)["msg_type"])
    socket.close()
    assert not {"execute_reply", "stream", "execute_input", "complete_reply"} & set(kinds)
    assert "HACKED" not in text
    assert guest.get(f"/pulse/{number}").status_code == 204
    assert guest.get(f"/api/kernels/{number}").json()["execution_state"] != "dead"


def test_the_socket_is_closed_to_strangers_and_to_other_sites(public, guest):
    number = kernel(guest)
    upgrade = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
        "Sec-WebSocket-Version": "13",
    }

    def status(client, kernel, **headers):
        path = f"/api/kernels/{kernel}/channels"
        return client.get(path, headers={**upgrade, **headers}).status_code

    assert status(public.visitor(), number) == 403
    assert status(guest, number, Origin="http://evil.example") == 403
    assert status(guest, number[:-4] + "0000") == 404


def test_a_file_over_the_limit_breaks_the_line_and_is_said(public, guest):
    number = kernel(guest)
    socket = line(public, guest, number)
    large = message("comm_msg", {"data": "x" * (4 << 20)})
    with pytest.raises((websocket.WebSocketException, OSError)):
        until_broken(socket, large)
    socket.close()
    assert guest.get(f"/pulse/{number}").status_code == 413
    assert guest.get(f"/pulse/{number}").status_code == 204


@pytest.mark.parametrize(
    "path",
    [
        "/api/kernels",
        "/api/contents",
        "/api/sessions",
        "/api/kernelspecs",
        "/api/terminals",
        "/api/me",
        "/voila/api/contents/",
        "/voila/tree/",
        "/voila/api/themes/x",
        "/voila/static/voila.js",
        "/voila/execution/11111111-1111-1111-1111-111111111111",
        "/voila/files/data.csv",
        "/voila/files/echo.ipynb",
        "/voila/files/.hidden.png",
        "/voila/files/..%2foutside.png",
        "/voila/files/%2e%2e/outside.png",
        "/voila/render/..%2foutside.ipynb",
        "/voila/render/../outside.ipynb",
        "/voila/render/%2e%2e%2foutside.ipynb",
        "/voila/render//etc/passwd",
        "/voila/render/%2Fetc%2Fpasswd",
        "/voila/render/.secret.ipynb",
        "/voila/render/.ipynb_checkpoints/echo-checkpoint.ipynb",
        "/voila/render/instructor/answers.ipynb",
        "/voila/render/data.csv",
        "/voila/render/deep",
        "/voila/render/echo.ipynb%00.png",
        "/voila/render/echo.ipynb/",
        "/voila/templates/lab/static/voila.js",
        "/voila/templates/cxlab/static/..%2findex.html.j2",
        "/voila/templates/cxlab/static/../../../../../../pyproject.toml",
        "/voila/templates/cxlab/index.html.j2",
        "/voila/templates/",
    ],
)
def test_only_what_pages_need_is_there(public, guest, path):
    before = public.kernels()
    with socket.create_connection(("127.0.0.1", guest.base_url.port)) as raw:  # sent as it stands
        cookies = "; ".join(f"{name}={value}" for name, value in guest.cookies.items())
        asked = f"GET {path} HTTP/1.1\r\nHost: x\r\nCookie: {cookies}\r\nConnection: close\r\n\r\n"
        raw.sendall(asked.encode())
        answer = b"".join(iter(lambda: raw.recv(1 << 16), b"")).decode(errors="replace")
    assert int(answer.split()[1]) in (302, 400, 403, 404)
    assert not re.search(r"13800001111|TREASURE|root:|nbformat|build-system", answer)
    assert public.kernels() == before


@pytest.mark.parametrize("method", ["DELETE", "PUT", "POST", "PATCH"])
def test_a_kernel_can_only_be_read(public, guest, method):
    number = kernel(guest)
    assert guest.request(method, f"/api/kernels/{number}").status_code in (403, 405)
    assert guest.get(f"/pulse/{number}").status_code == 204


def test_templates_and_themes_cannot_be_overridden(guest):
    answer = guest.get("/voila/render/slider.ipynb?template=reveal&theme=%22%3E%3Cscript%3E")
    assert 'data-cxlab="voila"' in answer.text
    assert "reveal" not in answer.text.split("<header")[0]
    assert '"><script>' not in answer.text


def test_pictures_beside_the_notebooks_are_shown_but_run_nothing(guest):
    answer = guest.get("/voila/render/pic.svg")
    assert (answer.status_code, answer.url.path) == (200, "/voila/files/pic.svg")
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_too_long_an_address_is_said_so(guest):
    answer = guest.get("/voila/render/slider.ipynb", params={"by": "x" * 9_000})
    assert answer.status_code == 414
    assert speech.fault(414, "en")["heading"] in answer.text


def hurled(port, content):
    """Return the first bytes of the answer; none where the server hangs up in the middle."""
    with (
        suppress(OSError),
        socket.create_connection(("127.0.0.1", port), timeout=30) as raw,
    ):
        raw.sendall(content)
        return raw.recv(100)
    return b""


def test_giant_headers_and_bodies_do_no_harm(guest):
    port = guest.base_url.port
    assert b" 200 " in hurled(port, b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
    assert b" 200 " not in hurled(
        port, b"GET /health HTTP/1.1\r\nX: " + b"x" * (1 << 17) + b"\r\n\r\n"
    )
    large = b"POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n"
    assert b" 200 " not in hurled(port, large)
    assert guest.get("/").status_code == 200


def test_every_answer_carries_safe_headers(guest):
    for path in ("/", "/health", "/login", "/none", "/voila/render/slider.ipynb"):
        answer = guest.get(path)
        assert {name: answer.headers[name] for name in SAFE} == SAFE
        policy = answer.headers["Content-Security-Policy"]
        assert "frame-ancestors 'self'" in policy
        assert "default-src 'self'" in policy or "default-src 'none'" in policy
        assert not re.search(r"https?:|\*", policy)
        assert "Tornado" not in answer.headers["Server"]


# ---- faults and the log -------------------------------------------------------------------------


def test_a_fault_shows_a_number_and_the_log_where_it_happened(public, guest):
    answer = guest.get("/voila/render/breaks.ipynb")
    assert speech.words("en")["fault"] in answer.text
    number = re.search(r"this number: ([0-9a-f]{8})", answer.text)[1]
    assert not re.search(r"Traceback|ValueError|13800001111", answer.text)
    (found,) = [each for each in public.log() if each.get("error") == number and "trace" in each]
    assert found["page"] == "breaks.ipynb"
    assert "ValueError" in found["trace"]


def test_kernels_know_no_secret(guest, token):
    text = guest.get("/voila/render/echo.ipynb").text
    assert "QUERY_STRING" in text
    for secret in (token, "of-the-surroundings", "pass wörd", "CXLAB_TOKEN"):
        assert secret not in text


def test_the_log_tells_of_pages_and_not_of_people(public, guest, token):
    kernel(guest, phone="13900002222", lang="zh")
    guest.get("/voila/render/zhang.san@example.org.ipynb")
    guest.get("/13700003333", headers={"User-Agent": "Mozilla 4711", "X-Forwarded-For": "10.9.8.7"})
    text = public.log_file.read_text(encoding="utf-8")
    personal = ("13900002222", "13700003333", "13800001111 x is", "zhang", "127.0.0.1", "10.9.8.7")
    for word in (*personal, "Mozilla", token, "pass wörd", "lang=zh"):
        assert word not in text
    lines = public.log()
    assert {"start", "page", "login"} <= {each["event"] for each in lines}
    (page, *_others) = [each for each in reversed(lines) if each["event"] == "page"]
    assert page["page"] == "slider.ipynb"
    assert page["status"] == 200
    assert page["seconds"] > 0
    assert re.fullmatch(r"[0-9a-f]{8}", page["kernel"])


def test_a_trace_in_the_log_keeps_places_and_drops_messages():
    trace = (
        '  File "a.py", line 3, in f\n    float(phone)\n'
        "ValueError: could not convert '13800001111'\n\n"
        "During handling of the above exception, another exception occurred:\n"
        "---> 12 page()\npandas.errors.ParserError: 'zhang san'\nCell In[2], line 1"
    )
    assert places(trace).splitlines() == [
        '  File "a.py", line 3, in f',
        "ValueError",
        "---> 12 page()",
        "pandas.errors.ParserError",
        "Cell In[2], line 1",
    ]


def test_what_libraries_log_is_cleaned(tmp_path):
    import logging

    from cxlab._lab.dash.journal import Relay

    journal = Journal(tmp_path / "log")
    relay = Relay(journal)
    for text, *values in [
        ("Malformed message from %s", "10.9.8.7"),
        ("GET /a?phone=139 from 10.9.8.7 or fe80::1 by a@b.org",),
    ]:
        relay.emit(logging.LogRecord("x", logging.WARNING, "", 1, text, tuple(values), None))
    journal.close()
    lines = (tmp_path / "log").read_text(encoding="utf-8").splitlines()
    said = [json.loads(line)["message"] for line in lines]
    assert len(said) == 2
    assert not re.search(r"10\.9|fe80|phone|a@b", " ".join(said))


# ---- what operators are told --------------------------------------------------------------------


@pytest.mark.parametrize("name", ["operators.md", "operators.zh.md"])
def test_the_guide_names_every_option_and_event_there_is(name):
    text = (ROOT / "course" / name).read_text(encoding="utf-8")
    told = set(re.findall(r"^\| `(--[\w-]+)`", text, re.MULTILINE))
    shown = CliRunner().invoke(commands(), ["dash", "--help"], env={"COLUMNS": "200"}).output
    there = set(re.findall(r"--[\w-]+", shown)) - {
        "--help",
        "--public",
        "--browser",
        "--no-browser",
    }
    assert told == there
    events = set(
        re.findall(r"`(\w+)`", " ".join(re.findall(r"^\| (`[^|]+)\|", text, re.MULTILINE)))
    )
    source = "".join(path.read_text() for path in (ROOT / "cxlab/_lab/dash").glob("*.py"))
    written = set(re.findall(r'\.note\(\s*"(\w+)"', source)) - {"log"}
    assert written <= events
