from tests.terminal import Terminal


def test_one_address_is_one_document(snapkeep: Terminal) -> None:
    done = snapkeep("link", "--json", "https://Example.com/a/?utm_source=x")

    assert done.status == 0
    assert done.document["input"] == "https://Example.com/a/?utm_source=x"
    assert done.document.keys() == {"input", "url", "key"}
    assert done.err == ""


def test_two_addresses_with_one_key_are_the_same_link(snapkeep: Terminal) -> None:
    done = snapkeep("link", "--json", "https://example.com/a?utm_source=x", "http://www.example.com/a#top")

    one, other = done.document
    assert one["key"] == other["key"]


def test_what_is_no_address_is_said_in_the_document_and_in_one_line(snapkeep: Terminal) -> None:
    done = snapkeep("link", "--json", "ftp://example.com")

    assert done.status == 1
    assert done.document == {"input": "ftp://example.com", "url": None, "key": None}
    assert "ftp://example.com" in done.complaint


def test_without_json_it_is_for_people(snapkeep: Terminal) -> None:
    assert "key" in snapkeep("link", "example.com/a").out


def test_no_address_is_wrong_usage(snapkeep: Terminal) -> None:
    assert snapkeep("link").status == 2
