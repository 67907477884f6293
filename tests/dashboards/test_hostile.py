"""What no page of ours sends or asks for: wrong values, events, messages, addresses."""

import pytest
from shown import every
from test_page import calls, plan, survey

import cxlab as cx
from cxlab.dashboards import Page
from cxlab.dashboards._setting import Choice, Several


@pytest.fixture
def visit(monkeypatch):
    """Open a page as Voila does, with this query in its address."""

    def opened(query="", made=None):
        monkeypatch.setenv("SERVER_SOFTWARE", "voila/0.5")
        monkeypatch.setenv("QUERY_STRING", query)
        return Page(made or plan())

    return opened


@pytest.mark.parametrize("query", ["a=1&" * 900, "&" * 5000, "items=a&" * 1000])
def test_an_address_with_many_names_opens(visit, query):
    page = visit(query)
    assert {"nps", "fit"} <= set(page.answers)


@pytest.mark.parametrize("message", [[], "part", None, {"kind": []}, {"kind": "make", "name": []}])
def test_messages_of_another_shape_are_passed_over(visit, message):
    page = visit()
    for each in every(page):
        if type(each).__name__ in ("upload", "download"):
            each._handle_custom_msg(message, [b"x"])
    assert page.answers["nps"].n == 60


def test_parts_out_of_order_and_parts_without_end_are_not_kept(visit):
    page = visit()
    sender = next(each for each in every(page) if type(each).__name__ == "upload")
    content = survey(50).to_csv(index=False).encode()

    def send(place, part, count=2):
        message = {"kind": "part", "name": None, "place": place, "count": count}
        sender._handle_custom_msg(message, [memoryview(part)])

    for place in (1, 0, 0, 2, 1, -1, "1", None):  # the rest of a file whose start is lost
        send(place, content)
    assert page.answers["nps"].n == 60
    for place in range(1000):
        send(place, b"x", 10**9)
    held = sender._msg_callbacks.callbacks[0].__closure__
    assert (
        max(len(cell.cell_contents) for cell in held if isinstance(cell.cell_contents, list)) < 30
    )
    half = len(content) // 2
    send(0, content[:half])
    send(1, content[half:])
    assert page.answers["nps"].n == 50


@pytest.mark.parametrize(
    "event",
    [
        *({}, {"kind": "zap"}, {"kind": []}, {"kind": "fold"}, {"kind": "language"}),
        *({"kind": "language", "lang": []}, {"kind": "fold", "open": 1, "more": 2}),
    ],
)
def test_events_that_no_view_sends_are_passed_over(visit, event):
    page = visit()
    before = page.code()
    for each in every(page):
        if hasattr(each, "event"):
            each.event = {**event, "serial": 1}
    assert page.code() == before


def test_a_fold_of_a_section_without_an_answer_is_empty(visit):
    page = visit(made=plan(load=lambda _name: survey().assign(score=50)))
    block = page._blocks[0]
    assert block._line.options["error"]
    block._table.view.event = {"kind": "fold", "open": True, "serial": 1}
    assert block._table.view.options["html"] == ""
    with pytest.raises(cx.SpecError, match="no figure"):
        page._figure(page.plan.sections[0], "png")


def test_without_any_answer_there_is_no_document(visit):
    page = visit(made=plan(load=lambda _name: survey().assign(score=50)))
    page.update(items=())
    assert page.answers == {}
    with pytest.raises(cx.SpecError, match="No section has an answer"):
        page.document()


def test_nothing_ticked_stands_in_the_address_too(visit):
    page = visit()
    page.update(items=())
    query = page._tie.options["query"]
    assert "items=-" in query
    assert visit(query).chosen["items"] == ()


@pytest.mark.parametrize(
    "values",
    [
        *({"by": "nowhere"}, {"by": []}, {"items": ("zz",)}, {"items": "a"}, {"zz": 1}),
        *({"move.a": 7}, {"move.a": float("nan")}, {"move.a": "x"}, {"by": "shop", "zz": 1}),
    ],
)
def test_a_value_that_no_setting_holds_changes_nothing(values):
    page = Page(plan())
    before, code = page.chosen, page.code()
    with pytest.raises(cx.SpecError):
        page.update(**values)
    assert page.chosen == before
    assert page.code() == code


@pytest.mark.parametrize("value", [["zz"], [{}], [["a"]], ["a", "a"], ["b", 3]])
def test_a_control_cannot_hold_what_it_does_not_offer(value):
    page = Page(plan())
    page._controls["items"].value = value
    assert page.chosen["items"] in (("a",), ("a", "b"))
    assert set(page.answers) == {"nps", "fit"}


def with_details(known, values):
    """Settings whose options and beginnings depend on another's value."""
    by = values.get("by", "one")
    offered = {"one": {"x": "X", "y": "Y"}, "two": {"y": "Y", "z": "Z"}}[by]
    return [
        Choice(name="by", start="one", options={"one": "1", "two": "2"}),
        Choice(name="detail", start=list(offered)[-1], options=offered),
        Several(name="items", start=("a", "b"), options=known.answers()),
    ]


def without_groups(_known, values):
    return calls(None, {**values, "by": None})


def test_a_beginning_that_depends_on_another_setting_comes_back(visit):
    made = plan(settings=with_details, calls=without_groups)
    page = visit(made=made)
    page.update(by="two", detail="z")
    assert visit(page._tie.options["query"], made=made).chosen == page.chosen


def test_an_option_that_is_gone_gives_way_and_its_control_offers_the_others(visit):
    page = visit(made=plan(settings=with_details, calls=without_groups))
    page.update(detail="x")
    page._controls["by"].value = "two"
    assert page.chosen["detail"] == page._controls["detail"].value == "z"
    assert dict(page._controls["detail"].options) == {"Y": "y", "Z": "z"}
    page.speak("zh")
    assert page.chosen["detail"] == "z"


def test_settings_given_wrongly_are_refused():
    with pytest.raises(cx.SpecError, match="nowhere"):
        Page(plan(), given={"by": "nowhere"})
