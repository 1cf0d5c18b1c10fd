"""
The grammar of the parties: who signed for which place, in the words of a title.

A party is, in this order and in any case and number:

- bodies, each optional: an education department («отделом образования»), a council, an
  executive («Администрацией», «исполнительного комитета»), «органами местного самоуправления»,
  «муниципальным образованием»;
- a place: adjectives before «район», «муниципальный округ», «городской округ» or before a body of
  their own («районным исполнительным комитетом», «городским Советом»); «город» and its name; an
  okrug and its name; a «городское поселение» and its name;
- what narrows it: oblast and country, after a comma or in brackets, there with an address.

Several adjectives share one plural word; several places share bodies named in the plural. A place
after «в» is where something happens, one in brackets where a body sits, and neither a party. Only
the words are read here: `places` decides which territory they mean. Words that belong to no party
are `left` and are the subject of the agreement, or something a person has to look at.
"""

import re

from geo.agreements import Body
from geo.reading.elsewhere import OTHER_REGION, region_elsewhere
from geo.reading.gazetteer import Gazetteer, is_adjective
from geo.reading.mention import Head, Mention, Nucleus, PlaceName, Qualifiers
from geo.reading.vocabulary import (
    CITY,
    CITY_PLURAL,
    DEPARTMENT,
    DISTRICT,
    DISTRICT_PLURAL,
    MUNICIPALITY,
    PLURAL,
    REGION,
    SETTLEMENT,
    STOPS,
    Unit,
    body_at,
    is_country,
    is_name,
    matches,
    signing_body,
)
from geo.reading.words import Token

_DATED = re.compile(r"\d{4}(?: ?(?:года|г\.|г))?[\s,.]*$")
_ONCE = r"ныне|ранее|прежде|бывш\w+|правопреемник\w*"
"""What stands before the former or the present name of a party."""
_SIGNED = r"(?:подписан|заключ[её]н|совершен)\w*"
_IN = r".*[еи]"
"""How the name of a city ends that something was signed in: «в г. Смоленске»."""
_VILLAGE = r"пос(?:[её]л\w+)?|п|пгт|рп|аг|агрогород\w+|сел[оае]|с|дер(?:евн\w+)?|д"
_OF_DISTRICT = re.compile(r".+[сцз]к(?:ий|ого|ому|им|ом|ие|их|ими)")


class Grammar:
    """Reads the parties out of the tokens of one title."""

    def __init__(self, text: str, tokens: tuple[Token, ...], gazetteer: Gazetteer) -> None:
        self._text = text
        self._tokens = tokens
        self._gazetteer = gazetteer
        self.acting: tuple[Mention, ...] = ()
        """Who acts for a party: «в лице Администрации …», the same place as a rule."""
        self._countries = gazetteer.territories.imprint.countries

    def read(
        self, position: int = 0, stop: int | None = None
    ) -> tuple[tuple[Mention, ...], tuple[Token, ...]]:
        """Return the parties in the order of the title, and the words that belong to none."""
        mentions: list[Mention] = []
        left: list[Token] = []
        shared: tuple[Unit, ...] = ()
        stop = len(self._tokens) if stop is None else stop
        while position < stop:
            if aside := self._scene(position, len(mentions)):
                position = aside  # where it was signed is no part of the subject
                continue
            if aside := self._person(position):
                self.acting += self.read(position + 2, aside)[0]
                position = aside
                continue
            if aside := self._closed(position) or self._before_day(position, len(mentions)):
                left += self._tokens[position:aside]
                position = aside
                continue
            found = self._party(position, shared)
            if found:
                position, parties, shared = found
                mentions += parties
                continue
            token = self._tokens[position]
            if token.folded not in (",", "и"):
                shared = ()
            left.append(token)
            position += 1
        return tuple(mentions), tuple(left)

    # --- parties ----------------------------------------------------------------------------------

    def _party(
        self, start: int, shared: tuple[Unit, ...]
    ) -> tuple[int, list[Mention], tuple[Unit, ...]] | None:
        """Read the party, or the list of parties of one kind, that begins at a token."""
        position, bodies = start, []
        while unit := body_at(self._tokens, position):
            bodies.append(unit)
            position = unit.end
        nucleus = self._nucleus(position)
        if nucleus is None:
            return None
        end, qualifiers = self._qualifiers(nucleus.end)
        if self._is(end, r"\)"):
            return None  # the rest of an address whose bracket is missing
        plural = tuple(unit for unit in bodies if unit.plural)
        own = tuple(bodies) or shared
        first, last = self._tokens[start], self._tokens[end - 1]
        whole = self._text[first.outer_start : last.outer_end]
        begin = self._tokens[position].start
        core = self._text[begin : self._tokens[nucleus.end - 1].end]
        words = whole, core, self._text[begin : last.end]
        units = (*own, *nucleus.bodies)
        mentions = [
            Mention(
                nucleus.head,
                name.text,
                nucleus.within,
                signing_body(units),
                *(words if len(nucleus.names) == 1 else (name.text,) * 3),
                qualifiers=qualifiers,
                executive_twice={"administration", "committee"} <= {unit.kind for unit in units},
                start=name.token.start,
                end=last.end,
                department=" ".join(filter(None, (unit.fields for unit in own))),
            )
            for name in nucleus.names
        ]
        return end, mentions, plural or (shared if not bodies else ())

    def _scene(self, position: int, n_parties: int) -> int:
        """Return where «в г. Минске», or «г. Минск» behind the day, ends; 0 if none begins here."""
        if all(self._is(position + n, word) for n, word in enumerate((r"\(", _SIGNED, "в"))):
            place = self._nucleus(position + 3)
            end = self._cities(position + 3, _IN) or (place.end if place else 0)
            return end + 1 if end and self._is(end, r"\)") else 0
        if n_parties > 1 and _DATED.search(self._text[: self._tokens[position].start]):
            bracket = self._is(position, r"\(")
            end = self._cities(position + bracket + self._is(position + bracket, "в"), ".*")
            return end + bracket if end and self._is(end, r"\)") >= bracket else 0
        signed = self._is(position - 2, _SIGNED) and self._is(position - 1, "в")
        if signed and (end := self._cities(position, _IN)):
            return end
        nucleus = self._nucleus(position) if self._is(position - 1, "в|во") else None
        return self._qualifiers(nucleus.end)[0] if nucleus else 0

    def _cities(self, position: int, form: str) -> int:
        """Return where cities, all of a form, end: «г. Смоленск и г. Витебск»; 0 if none begins."""
        end = 0
        while (city := self._city(position)) and re.fullmatch(form, city.names[-1].text):
            end = city.end
            position = self._after_separator(end)
            position += self._is(position, "в")
        return end

    def _before_day(self, position: int, n_parties: int) -> int:
        """Return where «г. Минск» ends right before the day: a party, or where it was signed."""
        last = self._is(position - 1, "и")
        if n_parties < 2 or last or not self._is(position, r"г\.|гор\.|город"):
            return 0
        city = self._city(position)
        behind = self._text[self._tokens[city.end - 1].outer_end :] if city else ""
        return city.end if city and re.match(r"[ ,]*(?:(?<=,) от )?[«\"„“]?\d", behind) else 0

    def _person(self, position: int) -> int:
        """Return where «в лице главы района Иванова И. И.» ends; 0 if it does not begin here."""
        if not (self._is(position, "в") and self._is(position + 1, "лице")):
            return 0
        rest = range(position + 2, len(self._tokens))
        ends = (n for n in rest if self._is(n, ",|и") and self._party(n + 1, ()))
        return next(ends, len(self._tokens))

    def _closed(self, position: int) -> int:
        """Return where brackets that nothing explains end; 0 if none begin here, or none end."""
        ends = (n for n in range(position, len(self._tokens)) if self._is(n, r"\)"))
        return next(ends, -1) + 1 if self._is(position, r"\(") else 0

    # --- places -----------------------------------------------------------------------------------

    def _nucleus(self, position: int) -> Nucleus | None:
        """Read the place that begins at a token."""
        return (
            self._city(position)
            or self._settlement(position)
            or self._adjectives(position)
            or self._named_okrug(position)
        )

    def _adjectives(self, position: int) -> Nucleus | None:
        """Read «Горецкого, Дрибинского и Хиславичского районов»: adjectives and their head."""
        names: list[PlaceName] = []
        while self._is_adjective(position):
            token = self._tokens[position]
            names.append(PlaceName(token.text, token))
            head = self._head(position + 1, len(names) > 1)
            if head:
                return self._with_city(head, tuple(names))
            after = self._after_separator(position + 1)
            if after == position + 1:
                break
            position = after
        return None

    def _head(self, position: int, plural: bool) -> Nucleus | None:
        """Read the word that adjectives belong to; several need it in the plural."""
        kind = Head.DISTRICT
        end = position
        if self._is(end, MUNICIPALITY):
            end += 1
        elif self._is(end, r"городск\w+") and self._is(end + 1, r"округ\w*"):
            kind, end = Head.URBAN_OKRUG, end + 1
        if self._is(end, DISTRICT):
            if plural and not self._is(end, DISTRICT_PLURAL):
                return None
            return Nucleus(kind, (), end + 1)
        if self._is(position, OTHER_REGION):  # «Лудзенским краем»: none of the gazetteer
            return Nucleus(Head.WORD, (), position + 1)
        return self._body_head(position, plural)

    def _body_head(self, position: int, plural: bool) -> Nucleus | None:
        """Read a body that is a head: «районным Советом депутатов», «горисполкомом»."""
        for kind, adjective, short in (
            (Head.DISTRICT, r"(?:районн|окружн)\w+", r"райисполком\w*|рик(?:а|у|ом|е|ами)?"),
            (Head.CITY_BODY, r"городск\w+", r"горисполком\w*"),
        ):
            if self._is(position, short):
                many = self._is(position, PLURAL)
                unit: Unit | None = Unit(position + 1, Body.EXECUTIVE, many, "committee")
            elif self._is(position, adjective):
                unit = body_at(self._tokens, position + 1)
            else:
                continue
            if unit and unit.body and unit.plural >= plural:
                return Nucleus(kind, (), unit.end, bodies=(unit,))
        return None

    def _with_city(self, head: Nucleus, names: tuple[PlaceName, ...]) -> Nucleus:
        """Add the city of «Московским районом города Минска»."""
        if head.head == Head.DISTRICT and not head.bodies and self._is(head.end, CITY):
            found = self._city_name(head.end + 1)
            if found:
                end, city = found
                return Nucleus(Head.INNER, names, end, city.text)
        return Nucleus(head.head, names, head.end, bodies=head.bodies)

    def _city(self, position: int) -> Nucleus | None:
        """Read «город» and its name, «городами» and their names."""
        several = self._is(position, CITY_PLURAL)
        if not (several or self._is(position, CITY)):
            return None
        names: list[PlaceName] = []
        end = after = position + 1
        while not (several and self._adjectives(after)) and (found := self._city_name(after)):
            end, name = found
            names.append(name)
            after = self._after_separator(end)
            if after == end or not several:
                break
        return Nucleus(Head.CITY, tuple(names), end) if names else None

    def _city_name(self, position: int) -> tuple[int, PlaceName] | None:
        """Read the name of a city: the longest that is known, or else one capitalised word."""
        for length in (3, 2, 1):
            tokens = self._tokens[position : position + length]
            words = " ".join(token.text for token in tokens)
            if len(tokens) == length and self._gazetteer.cities.find(words):
                return position + length, PlaceName(words, tokens[0])
        if is_name(self._tokens, position):
            token = self._tokens[position]
            pair = self._tokens[position : position + 2]
            words = " ".join(each.text for each in pair)
            if len(pair) == 2 and self._gazetteer.cities.near(words):
                return position + 2, PlaceName(words, token)
            return position + 1, PlaceName(token.text, token)
        return None

    def _named_okrug(self, position: int) -> Nucleus | None:
        """Read «городского округа Заречный», «городским округом город Клинцы»."""
        end = position
        if self._is(end, MUNICIPALITY) or self._is(end, r"городск\w+"):
            end += 1
        if not self._is(end, DISTRICT):
            return None
        end += 1
        city = self._is(end, CITY)
        if city and not self._is(end - 1, r"округ\w*"):
            return None  # «районом города Минска», its name missing
        found = self._city_name(end + city)
        if not found or self._is(found[0], DISTRICT):
            return None  # «районов: Руднянского района»
        return Nucleus(Head.CITY if city else Head.OKRUG, (found[1],), found[0])

    def _settlement(self, position: int) -> Nucleus | None:
        """Read «Вяземским городским поселением Вяземского района», «городским посёлком Лиозно»."""
        before = self._is_adjective(position) and self._tokens[position].is_capital
        kind = position + before
        named = [x for x in SETTLEMENT if all(self._is(kind + n, w) for n, w in enumerate(x))]
        if not named:
            return None
        end = kind + max(map(len, named))
        if before:
            token = self._tokens[position]
            name = PlaceName(token.text, token)
        elif found := self._city_name(end + self._is(end, CITY)):
            end, name = found
        else:
            return None
        district = self._adjectives(end)
        if district is None:
            return Nucleus(Head.SETTLEMENT, (name,), end)
        return Nucleus(Head.SETTLEMENT, (name,), district.end, district.names[0].text)

    # --- what narrows a place ---------------------------------------------------------------------

    def _qualifiers(self, position: int) -> tuple[int, Qualifiers]:
        """Read oblasts and countries after a place, also after a comma or in brackets."""
        qualifiers = Qualifiers()
        while True:
            found = (
                self._brackets(position)
                or self._qualifier(position)
                or (self._is(position, ",") and self._qualifier(position + 1))
            )
            if not found:
                return position, qualifiers
            position = found[0]
            qualifiers += found[1]

    def _qualifier(self, position: int) -> tuple[int, Qualifiers] | None:
        """Read one oblast or one country."""
        if self._is(position + 1, REGION) and self._tokens[position].is_capital:
            name = self._tokens[position].text
            region = self._gazetteer.region(name)
            unknown = () if region else (name,)
            return position + 2, Qualifiers((region or None,), (), unknown)
        if found := is_country(self._tokens, position, self._countries):
            end, country = found
            return end, Qualifiers((), (country,))
        if end := region_elsewhere(self._tokens, position):
            words = self._text[self._tokens[position].start : self._tokens[end - 1].end]
            return end, Qualifiers((None,), (), (words,))
        return None

    def _brackets(self, position: int) -> tuple[int, Qualifiers] | None:
        """Read «(Республика Беларусь, Витебская область, город Орша)»; all of it or nothing."""
        if not self._is(position, r"\(") or self._is(position + 1, r"\)"):
            return None  # «()», a date taken out
        position += 1 + self._is(position + 1, _ONCE)
        qualifiers = Qualifiers()
        while not self._is(position, r"\)"):
            found = self._qualifier(position) or self._address(position)
            if not found:
                return None
            position = found[0]
            qualifiers += found[1]
            if self._is(position, "[,;]"):
                position += 1
        return position + 1, qualifiers

    def _address(self, position: int) -> tuple[int, Qualifiers] | None:
        """Read a city or district in brackets: where the body sits, and no party."""
        unit = body_at(self._tokens, position)
        position = unit.end if unit and not unit.body else position
        if self._is(position, _VILLAGE) and (seat := self._city_name(position + 1)):
            return seat[0], Qualifiers(towns=(seat[1].text,))
        found = self._city(position) or self._settlement(position) or self._adjectives(position)
        towns = tuple(name.text for name in found.names) if found else ()
        return (found.end, Qualifiers(towns=towns)) if found else None

    # --- tokens -----------------------------------------------------------------------------------

    def _is(self, position: int, pattern: str) -> bool:
        return matches(self._tokens, position, pattern)

    def _after_separator(self, position: int) -> int:
        """Return where the next of a list begins: after a comma, «и», or both."""
        position += self._is(position, ",")
        return position + self._is(position, "и")

    def _is_adjective(self, position: int) -> bool:
        """Return whether a token may be the adjective of a district or city."""
        if position >= len(self._tokens):
            return False
        token = self._tokens[position]
        if not token.is_word or self._is(position, STOPS) or self._is(position, DEPARTMENT):
            return False
        if self._is_known(token):
            return True
        # A misprint may have spoilt the ending: what stands before «район» is its name.
        named = is_adjective(token.folded) or self._head(position + 1, False) is not None
        return named and (token.is_capital or self._leads_list(position))

    def _leads_list(self, position: int) -> bool:
        """Return whether an adjective without its capital stands before others: «орецкого, …»."""
        after = self._after_separator(position + 1)
        if after == position + 1 or after >= len(self._tokens):
            return False
        follower = self._tokens[after]
        return bool(_OF_DISTRICT.fullmatch(self._tokens[position].folded)) and (
            follower.is_capital and bool(_OF_DISTRICT.fullmatch(follower.folded))
        )

    def _is_known(self, token: Token) -> bool:
        word, names = token.text, self._gazetteer
        return bool(names.districts.find(word) or names.city_adjectives.find(word))
