from collections.abc import Iterator, Sequence

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.news.front import (
    ALSO_COUNT,
    LATEST_COUNT,
    OPINION_COUNT,
    SECOND_COUNT,
    SECTION_COUNT,
    SECTION_LOOK_COUNT,
    SECTIONS_COUNT,
    Front,
    SectionRow,
    arrange,
    lead_of,
)
from broadsheet.news.story import Genre, Picture, Rank, SectionKey, Slug

PICTURE = Picture(alt="a drawing", width_px=1200, height_px=800, renditions=())
SECTIONS = [SectionKey(name) for name in ("region", "world", "business", "sport", "culture", "media")]


class Sample(msgspec.Struct, frozen=True, kw_only=True):
    slug: Slug
    section: SectionKey = SectionKey("region")
    genre: Genre = "news"
    rank: Rank = ""
    standfirst: str = "A standfirst."
    picture: Picture | None = None


def sample(
    slug: str,
    *,
    section: str = "region",
    genre: Genre = "news",
    rank: Rank = "",
    standfirst: str = "A standfirst.",
    picture: Picture | None = None,
) -> Sample:
    return Sample(
        slug=Slug(slug),
        section=SectionKey(section),
        genre=genre,
        rank=rank,
        standfirst=standfirst,
        picture=picture,
    )


def by_section(cards: Sequence[Sample]) -> dict[SectionKey, list[Sample]]:
    return {section: [card for card in cards if card.section == section] for section in SECTIONS}


def places(front: Front[Sample]) -> dict[str, object]:
    return {
        "lead": front.lead and front.lead.slug,
        "second": [card.slug for card in front.second],
        "latest": [card.slug for card in front.latest],
        "opinion": [card.slug for card in front.opinion],
        "sections": [[row.section, *(card.slug for card in row.cards)] for row in front.sections],
    }


def test_a_front_without_stories_is_empty() -> None:
    assert arrange([], {}) == Front[Sample]()


def test_one_story_is_the_lead_and_nothing_else() -> None:
    only = sample("only")
    assert arrange([only], by_section([only])) == Front(lead=only)


def test_of_two_stories_the_one_with_a_picture_leads_and_the_other_stands_in_the_second_column() -> None:
    newer, older = sample("newer"), sample("older", picture=PICTURE)
    assert arrange([newer, older], by_section([newer, older])) == Front(lead=older, second=(newer,))


def test_a_story_without_standfirst_stands_among_the_latest() -> None:
    first, second = sample("first"), sample("second", standfirst="")
    assert arrange([first, second], by_section([first, second])) == Front(lead=first, latest=(second,))


def test_five_stories_fill_lead_and_second_column_and_leave_the_rest_empty() -> None:
    cards = [sample(f"s{n}", picture=PICTURE if n == 3 else None) for n in range(5)]
    assert places(arrange(cards, by_section(cards))) == {
        "lead": "s3",
        "second": ["s0", "s1", "s2", "s4"],
        "latest": [],
        "opinion": [],
        "sections": [],
    }


def test_five_hundred_stories_have_exactly_these_places() -> None:
    genres: list[Genre] = ["news", "feature", "news", "opinion", "brief"]
    cards = [
        sample(
            f"s{n:03}",
            section="media" if n % 5 == 3 else SECTIONS[n % 4],
            genre=genres[n % 5],
            rank="lead" if n in {6, 17} else "top" if n in {9, 12, 30} else "",
            standfirst="" if n % 5 == 4 else "A standfirst.",
            picture=PICTURE if n % 3 == 0 else None,
        )
        for n in range(500)
    ]
    front = arrange(cards[:40], by_section(cards))
    assert places(front) == {
        "lead": "s006",
        "second": ["s009", "s012", "s030", "s000"],
        "latest": ["s001", "s002", "s004", "s005", "s007", "s010", "s011", "s014"],
        "opinion": ["s003", "s008", "s013", "s018"],
        "sections": [
            ["region", "s024", "s016", "s020"],
            ["world", "s021", "s017", "s025"],
            ["business", "s042", "s022", "s026"],
            ["sport", "s015", "s019", "s027"],
        ],
    }
    assert front.opinion_section == "media"


def test_the_newest_of_two_ranked_leads_wins_even_without_a_picture() -> None:
    cards = [sample("plain", picture=PICTURE), sample("new-lead", rank="lead"), sample("old-lead", rank="lead")]
    assert lead_of(cards) == cards[1]


def test_opinion_does_not_lead_by_its_picture_but_by_rank() -> None:
    opinion, news = sample("opinion", genre="opinion", picture=PICTURE), sample("news")
    assert lead_of([opinion, news]) == news
    ranked = msgspec.structs.replace(opinion, rank="lead")
    assert lead_of([news, ranked]) == ranked


def test_opinion_leads_where_there_is_nothing_else() -> None:
    plain, drawn = sample("plain", genre="opinion"), sample("drawn", genre="opinion", picture=PICTURE)
    assert arrange([plain, drawn], {}) == Front(lead=drawn, opinion=(plain,))


def test_a_former_lead_that_has_been_overtaken_is_an_ordinary_story() -> None:
    cards = [sample("new-lead", rank="lead"), sample("plain"), sample("old-lead", rank="lead")]
    assert [card.slug for card in arrange(cards, {}).second] == ["plain", "old-lead"]


def test_the_second_column_opens_with_a_picture_only_within_the_first_rank() -> None:
    lead = sample("lead", rank="lead")
    plain, drawn, top = sample("plain"), sample("drawn", picture=PICTURE), sample("top", rank="top")
    assert [card.slug for card in arrange([lead, plain, drawn], {}).second] == ["drawn", "plain"]
    assert [card.slug for card in arrange([lead, plain, drawn, top], {}).second] == ["top", "plain", "drawn"]


def test_an_opinion_with_a_rank_stands_in_the_second_column() -> None:
    cards = [sample("lead", rank="lead"), sample("view", genre="opinion", rank="top")]
    assert arrange(cards, by_section(cards)) == Front(lead=cards[0], second=(cards[1],))


def test_opinion_that_has_fallen_out_of_the_latest_is_found_in_its_section() -> None:
    lead = sample("lead")
    older = [sample(f"o{n}", section="media", genre="opinion") for n in range(5)]
    front = arrange([lead], {SectionKey("region"): [lead], SectionKey("media"): older})
    assert places(front)["opinion"] == ["o0", "o1", "o2", "o3"]
    assert (front.opinion_section, front.sections) == ("media", ())


def test_a_section_with_news_in_the_lead_is_not_the_opinion_section() -> None:
    lead, view = sample("lead"), sample("view", genre="opinion")
    front = arrange([lead, view], by_section([lead, view]))
    assert (front.opinion, front.opinion_section) == ((view,), None)


def test_stories_near_the_lead_stand_under_it_and_not_among_the_latest() -> None:
    lead, *others = [sample(f"s{n}", rank="top" if n == 2 else "", standfirst="") for n in range(7)]
    view = sample("view", genre="opinion")
    asked: list[Sample] = []

    def near(card: Sample) -> list[Sample]:
        asked.append(card)
        return [lead, others[1], view, others[5], others[3], others[0], others[2]]

    front = arrange([lead, *others, view], {}, near)
    assert asked == [lead]
    assert [card.slug for card in front.second] == ["s2"]
    assert [card.slug for card in front.also] == ["s6", "s4", "s1"]
    assert [card.slug for card in front.latest] == ["s3", "s5"]
    assert front.opinion == (view,)


def test_the_second_column_comes_before_what_belongs_to_the_lead() -> None:
    cards = [sample(f"s{n}") for n in range(5)]
    assert arrange(cards, {}, lambda _lead: cards[1:]) == Front(lead=cards[0], second=tuple(cards[1:]))


def test_a_section_row_opens_with_its_newest_picture_among_those_looked_at() -> None:
    of = [sample(f"s{n}", picture=PICTURE if n in {2, 4} else None) for n in range(7)]
    assert arrange([], {SectionKey("region"): of}).sections == (
        SectionRow(section=SectionKey("region"), cards=(of[2], of[0], of[1])),
    )
    late = [sample(f"s{n}", picture=PICTURE if n == SECTION_LOOK_COUNT else None) for n in range(7)]
    assert arrange([], {SectionKey("region"): late}).sections[0].cards == tuple(late[:3])


def test_no_more_of_a_section_is_read_than_is_looked_at() -> None:
    read: list[str] = []

    def reading() -> Iterator[Sample]:
        for n in range(100):
            read.append(f"s{n}")
            yield sample(f"s{n}")

    arrange([], {SectionKey("region"): reading()})
    assert read == [f"s{n}" for n in range(SECTION_LOOK_COUNT)]


@st.composite
def papers(draw: st.DrawFn) -> list[Sample]:
    count = draw(st.integers(0, 60))
    return [
        Sample(
            slug=Slug(f"s{n}"),
            section=draw(st.sampled_from(SECTIONS)),
            genre=draw(st.sampled_from(["news", "opinion", "feature", "brief"])),
            rank=draw(st.sampled_from(["", "", "", "top", "lead"])),
            standfirst=draw(st.sampled_from(["", "A standfirst."])),
            picture=draw(st.sampled_from([None, PICTURE])),
        )
        for n in range(count)
    ]


@given(papers(), st.integers(0, 60), st.integers(1, 7))
def test_no_story_stands_twice_and_every_story_shown_exists(cards: list[Sample], latest: int, step: int) -> None:
    shown = arrange(cards[:latest], by_section(cards), lambda _lead: cards[::step]).shown()
    assert len({card.slug for card in shown}) == len(shown)
    assert {card.slug for card in shown} <= {card.slug for card in cards}


@given(papers())
def test_the_columns_keep_their_bounds_and_their_order(cards: list[Sample]) -> None:
    front = arrange(cards, by_section(cards), lambda _lead: cards[::2])
    order = {card.slug: n for n, card in enumerate(cards)}
    assert len(front.also) <= ALSO_COUNT
    assert len(front.second) <= SECOND_COUNT
    assert len(front.latest) <= LATEST_COUNT
    assert len(front.opinion) <= OPINION_COUNT
    assert len(front.sections) <= SECTIONS_COUNT
    assert all(1 <= len(row.cards) <= SECTION_COUNT for row in front.sections)
    assert [row.section for row in front.sections] == [
        section for section in SECTIONS if section in {row.section for row in front.sections}
    ]
    for column in (front.latest, front.opinion, *(row.cards[1:] for row in front.sections)):
        assert sorted(column, key=lambda card: order[card.slug]) == list(column)


@given(papers())
def test_every_place_holds_what_belongs_there(cards: list[Sample]) -> None:
    front = arrange(cards, by_section(cards))
    assert all(card.genre != "opinion" for card in front.latest)
    assert all(card.genre == "opinion" for card in front.opinion)
    assert all(card.rank == "top" or (card.standfirst and card.genre != "opinion") for card in front.second)
    assert all(card.section == row.section for row in front.sections for card in row.cards)
    if len(front.latest) < LATEST_COUNT:
        assert not [card for card in cards if card.genre != "opinion" and card not in front.shown()]


@given(papers())
def test_the_lead_is_the_best_there_is(cards: list[Sample]) -> None:
    lead = arrange(cards, by_section(cards)).lead
    ranked = [card for card in cards if card.rank == "lead"]
    pool = [card for card in cards if card.genre != "opinion"] or cards
    expected = [*ranked, *(card for card in pool if card.picture), *pool]
    assert lead == (expected[0] if expected else None)


@given(papers())
def test_lists_handed_over_at_once_and_one_by_one_give_the_same_front(cards: list[Sample]) -> None:
    lists = by_section(cards)
    assert arrange(cards, lists) == arrange(tuple(cards), {section: iter(of) for section, of in lists.items()})
