import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.wecom.markup import MAX_DEPTH, MAX_ELEMENTS, Node, NotReadable, cdata, legal, read_xml


def nested(depth: int) -> str:
    inner = depth - 1
    return "<xml>" + "<a>" * inner + "1" + "</a>" * inner + "</xml>"


def test_text_stays_as_it_is_and_attributes_go() -> None:
    assert read_xml('<xml><A b="c"> 1 </A><B/><C>x<!-- y --><![CDATA[<z>]]></C></xml>') == {
        "A": " 1 ",
        "B": "",
        "C": "x<z>",
    }


def test_lists_of_the_platform_are_lists_at_any_depth() -> None:
    assert read_xml("<xml><OptionId>1</OptionId><A><OptionId>2</OptionId></A></xml>") == {
        "OptionId": ["1"],
        "A": {"OptionId": ["2"]},
    }


def test_the_deepest_tree_is_read_and_a_deeper_one_refused() -> None:
    read_xml(nested(MAX_DEPTH))
    with pytest.raises(NotReadable, match="larger"):
        read_xml(nested(MAX_DEPTH + 1))


def test_the_widest_tree_is_read_and_a_wider_one_refused() -> None:
    read_xml("<xml>" + "<a/>" * (MAX_ELEMENTS - 1) + "</xml>")
    with pytest.raises(NotReadable, match="larger"):
        read_xml("<xml>" + "<a/>" * MAX_ELEMENTS + "</xml>")


@pytest.mark.parametrize(
    ("declaration", "what"),
    [
        ('<!DOCTYPE xml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>', "DTD"),
        ('<!DOCTYPE xml SYSTEM "http://127.0.0.1:9/x.dtd">', "DTD"),
        ("", "undefined entity"),
    ],
)
def test_no_entity_is_expanded_and_no_address_fetched(declaration: str, what: str) -> None:
    with pytest.raises(NotReadable, match=what):
        read_xml(declaration + "<xml><A>&b;</A></xml>")


def test_cdata_cannot_be_left() -> None:
    assert cdata("]]>]]>") == "<![CDATA[]]]]><![CDATA[>]]]]><![CDATA[>]]>"


def test_what_xml_cannot_carry_goes_and_the_rest_stays() -> None:
    assert legal("\t\n\r 欠\x00\x08\x0b\x1f\ud800\ufffe\uffff👍") == "\t\n\r 欠👍"


def parsed(document: str | bytes) -> dict[str, Node] | None:
    try:
        return read_xml(document)
    except NotReadable:
        return None


PIECES = (
    *(
        "<A>",
        "</A>",
        "<B>",
        "</B>",
        "<OptionId>",
        "</OptionId>",
        "<![CDATA[",
        "]]>",
        "]",
        "]]",
        "&amp;",
        "&",
        "<",
        ">",
    ),
    *(
        " ",
        "\n",
        "\r",
        "\x00",
        "\ufffe",
        "1",
        "永盛",
        "<A/>",
        "<A b='c'>",
        "<!-- -->",
        "<?x?>",
        "<xml>",
        "</xml>",
    ),
)


@settings(max_examples=300)
@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
def test_the_quick_way_reads_what_the_parser_reads(inside: str) -> None:
    for document in (
        f"<xml>{inside}</xml>",
        f"<xml><A>{inside}</A></xml>",
        f"<xml><A><![CDATA[{inside}]]></A></xml>",
    ):
        # Bytes take the parser's way.
        assert parsed(document) == parsed(document.encode())
