from dataclasses import FrozenInstanceError
from datetime import UTC, datetime

import pytest

from bot.wecom.envelope import Malformed, Opened
from bot.wecom.markup import read_xml
from bot.wecom.messages import (
    Event,
    EventKind,
    Image,
    Link,
    Location,
    Message,
    Selection,
    Text,
    Unknown,
    Video,
    Voice,
    inbox_key,
    read_message,
)

HEAD = "<ToUserName>corp</ToUserName><FromUserName>Wang</FromUserName><CreateTime>1348831860</CreateTime>"
TAIL = "<MsgId>1234567890123456789</MsgId><AgentID>218</AgentID>"


def heard(inner: str) -> Message:
    body = f"<xml>{inner}</xml>".encode()
    return read_message(Opened(fields=read_xml(body), body=body))


def message(kind: str, fields: str) -> Message:
    return heard(f"{HEAD}<MsgType>{kind}</MsgType>{fields}{TAIL}")


def event(name: str, fields: str = "") -> Event:
    read = heard(f"{HEAD}<MsgType>event</MsgType><Event>{name}</Event>{fields}<AgentID>218</AgentID>")
    assert isinstance(read, Event)
    return read


def test_a_text_is_read_with_its_sender_company_app_and_time() -> None:
    text = message("text", "<Content> 张三建材 1.2万\n下月15号还 </Content>")
    assert isinstance(text, Text)
    assert text.content == " 张三建材 1.2万\n下月15号还 "
    assert (text.sender, text.corp_id, text.agent_id) == ("Wang", "corp", "218")
    assert text.created_at == datetime(2012, 9, 28, 11, 31, tzinfo=UTC)
    assert text.message_id == "1234567890123456789"


def test_an_image_is_read() -> None:
    image = message("image", "<PicUrl>https://p</PicUrl><MediaId>m</MediaId>")
    assert isinstance(image, Image)
    assert (image.media_id, image.picture_url) == ("m", "https://p")


@pytest.mark.parametrize(
    ("field", "words"), [("", None), ("<Recognition>收到五千</Recognition>", "收到五千")]
)
def test_a_voice_is_read_with_or_without_its_words(field: str, words: str | None) -> None:
    voice = message("voice", f"<MediaId>m</MediaId><Format>amr</Format>{field}")
    assert isinstance(voice, Voice)
    assert (voice.media_id, voice.format, voice.recognition) == ("m", "amr", words)


def test_a_video_is_read() -> None:
    video = message("video", "<MediaId>m</MediaId><ThumbMediaId>t</ThumbMediaId>")
    assert isinstance(video, Video)
    assert (video.media_id, video.thumbnail_id) == ("m", "t")


def test_a_location_is_read_as_sent() -> None:
    place = message(
        "location", "<Location_X>23.134</Location_X><Location_Y>113.358</Location_Y><Label>天河</Label>"
    )
    assert isinstance(place, Location)
    assert (place.latitude, place.longitude, place.label) == ("23.134", "113.358", "天河")


def test_a_link_is_read() -> None:
    link = message("link", "<Title>t</Title><Description>d</Description><Url>https://u</Url>")
    assert isinstance(link, Link)
    assert (link.title, link.description, link.url) == ("t", "d", "https://u")


def test_a_type_nobody_knows_is_kept_by_name() -> None:
    unknown = message("hologram", "<Depth>3</Depth>")
    assert isinstance(unknown, Unknown)
    assert unknown.kind == "hologram"


@pytest.mark.parametrize("name", ["enter_agent", "subscribe", "unsubscribe"])
def test_coming_and_going_are_events(name: str) -> None:
    assert event(name, "<EventKey></EventKey>").kind is EventKind(name)


def test_a_menu_click_has_its_key() -> None:
    click = event("click", "<EventKey>MY_DUE</EventKey>")
    assert (click.kind, click.key) == (EventKind.CLICK, "MY_DUE")


def test_a_card_click_has_its_task_its_code_and_all_that_was_chosen() -> None:
    options = "<OptionIds><OptionId>o1</OptionId><OptionId>o2</OptionId></OptionIds>"
    item = f"<SelectedItem><QuestionKey>q1</QuestionKey>{options}</SelectedItem>"
    fields = "<EventKey>yes</EventKey><TaskId>t1</TaskId><CardType>button_interaction</CardType>"
    code = "<ResponseCode>CODE</ResponseCode>"
    card = event("template_card_event", f"{fields}{code}<SelectedItems>{item}</SelectedItems>")
    assert (card.kind, card.key, card.task_id, card.response_code) == (EventKind.CARD, "yes", "t1", "CODE")
    assert card.card_type == "button_interaction"
    assert card.selections == (Selection(question="q1", options=("o1", "o2")),)


@pytest.mark.parametrize("items", ["", "<SelectedItems/>", "<SelectedItems><SelectedItem/></SelectedItems>"])
def test_a_card_click_without_choices_has_none(items: str) -> None:
    assert event("template_card_event", items).selections == ()


@pytest.mark.parametrize("name", ["other", "change_contact", "LOCATION"])
def test_other_events_keep_their_name_and_fields(name: str) -> None:
    other = event(name, "<ChangeType>create_user</ChangeType>")
    assert (other.kind, other.name) == (EventKind.OTHER, name)
    assert other.fields["ChangeType"] == "create_user"


def test_a_company_event_has_no_app() -> None:
    read = heard(f"{HEAD}<MsgType>event</MsgType><Event>change_contact</Event>")
    assert read.agent_id == ""


@pytest.mark.parametrize(
    "inner",
    [
        "<A>1</A>",
        HEAD,
        HEAD.replace("Wang", " ") + "<MsgType>text</MsgType>",
        HEAD.replace("corp", "") + "<MsgType>text</MsgType>",
        HEAD.replace("1348831860", "") + "<MsgType>text</MsgType>",
        HEAD.replace("1348831860", "-5") + "<MsgType>text</MsgType>",
        HEAD.replace("1348831860", "９") + "<MsgType>text</MsgType>",
        HEAD.replace("1348831860", "9" * 12) + "<MsgType>text</MsgType>",
        HEAD.replace("<ToUserName>", "<ToUserName><a/>") + "<MsgType>text</MsgType>",
    ],
)
def test_a_message_without_sender_company_type_or_time_is_malformed(inner: str) -> None:
    if "<a/>" in inner:
        inner = inner.replace("corp", "<b/>")
    with pytest.raises(Malformed):
        heard(inner)


def test_a_redelivered_message_has_the_same_key_whatever_else_changed() -> None:
    first, again = message("text", "<Content>1</Content>"), message("text", "<Content>1 </Content>")
    assert first.digest != again.digest
    assert inbox_key(first) == inbox_key(again)


def test_the_same_message_id_of_two_senders_is_two_messages() -> None:
    wang = f"{HEAD}<MsgType>text</MsgType>{TAIL}"
    assert inbox_key(heard(wang)) != inbox_key(heard(wang.replace("Wang", "Li")))


def test_two_events_of_one_second_are_two_and_a_redelivered_one_is_one() -> None:
    created, updated = event("change_contact", "<A>1</A>"), event("change_contact", "<A>2</A>")
    assert inbox_key(created) != inbox_key(updated)
    assert inbox_key(created) == inbox_key(event("change_contact", "<A>1</A>"))


def test_an_event_is_known_by_its_body_even_if_it_has_an_id() -> None:
    numbered = event("click", "<EventKey>a</EventKey><MsgId>1</MsgId>")
    assert inbox_key(numbered) != inbox_key(event("click", "<EventKey>b</EventKey><MsgId>1</MsgId>"))


def test_a_message_without_an_id_is_known_by_its_body() -> None:
    bare = heard(f"{HEAD}<MsgType>text</MsgType><Content>1</Content>")
    assert (bare.message_id, inbox_key(bare)) == (None, f"event:{bare.digest}")


def test_messages_are_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        message("text", "").sender = "Li"  # type: ignore[misc]
