"""What participants send by phone: judged one by one, written together in one action.

A phone that gets no answer sends again with the same token.  The receipts make sure that it counts
once, also when the server was killed in between: card and receipt are committed together.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence

from strategy.figures.workshop.points import OFF_THE_WALL
from strategy.identity.accounts import PARTICIPANTS
from strategy.kernel import german
from strategy.kernel.errors import Refused
from strategy.kernel.records import checked, insert
from strategy.kernel.store import Transaction
from strategy.nouns.card import Card, CardSource, CardState
from strategy.nouns.point import Point, PointSource
from strategy.nouns.workshop import WorkshopStatus
from strategy.workshop.cards import add_checked_cards, words_of
from strategy.workshop.codes import shown_code
from strategy.workshop.live_workshop import (
    ON_THE_WALL,
    HungCard,
    LiveWorkshop,
    Phone,
    Placed,
    Receipt,
    states_on_the_wall,
)
from strategy.workshop.sent import Refusal, Reply, Sent, SentKind

ACTOR = PARTICIPANTS
LONGEST = 500


# No child of StrategyError: it never leaves this module, it only ends the judging of one form.
class _No(Exception):
    def __init__(self, refusal: Refusal, sentence: str) -> None:
        super().__init__(sentence)
        self.answer = Reply(sentence, refusal)


class Batch:
    """What arrived within a moment.  ``take`` each, ``write`` all, then ``apply`` to the hall.

    The hall itself is not touched before ``apply``: others read it meanwhile, and a batch that
    could not be committed is forgotten as a whole.
    """

    def __init__(self, live: LiveWorkshop) -> None:
        self.live = live
        self.answers: list[Reply] = []
        self._drafts: dict[str, Phone] = {}
        self._joined: set[str] = set()
        self._given: dict[str, Counter[str]] = {}
        self._taken_back: dict[str, str] = {}
        self._others: list[tuple[Sent, str | None]] = []
        self._receipts: list[tuple[Sent, Receipt]] = []
        self._cards: list[tuple[Sent, Card]] = []
        self._points: list[tuple[Sent, Point]] = []
        # Where the answer to a token stands, and which places have to say the same.
        self._places: dict[tuple[str, str], int] = {}
        self._repeated: dict[int, int] = {}

    def take(self, sent: Sent) -> None:
        """Judge one; ``answers`` gets its answer."""
        # A token is drawn by the page that showed the form, so the same form sent twice bears the
        # same one.
        key, place = (sent.mark, sent.token), len(self.answers)
        if key in self._places:
            # A form that arrives twice within a moment is answered as its first half.
            self._repeated[place] = self._places[key]
            self.answers.append(self.answers[self._places[key]])
            return
        try:
            self.answers.append(self._judge(sent))
            self._places[key] = place
        except _No as refused:
            self.answers.append(refused.answer)

    @property
    def empty(self) -> bool:
        """Whether nothing of it has to be written."""
        return not (self._cards or self._points or self._others)

    def write(self, tx: Transaction) -> None:
        """Write what was taken and tell the codes of the cards in ``answers``.

        Raises StrategyError where the plan cannot be written.
        """
        cards = add_checked_cards(tx, [card for _, card in self._cards], self.live.spare_codes)
        points = insert(tx, [point for _, point in self._points])
        if self._taken_back:
            # A raw statement: delete_ would follow references point by point, and nothing refers to
            # points.
            tx.run("DELETE FROM point WHERE id IN (SELECT unnest(?))", [list(self._taken_back)])
        self._cards = [(sent, card) for (sent, _), card in zip(self._cards, cards, strict=True)]
        self._points = [(sent, it) for (sent, _), it in zip(self._points, points, strict=True)]
        written: list[tuple[Sent, str | None]] = [
            *((sent, card.id) for sent, card in self._cards),
            *((sent, point.id) for sent, point in self._points),
            *self._others,
        ]
        self._receipts = [
            (sent, Receipt(str(sent.kind), self._phase_id(sent), object_id))
            for sent, object_id in written
        ]
        self._write_participation(tx)
        for sent, card in self._cards:
            self.answers[self._places[sent.mark, sent.token]] = _card_taken(card.code)
        # The first half has its code only now; its twin was answered before the cards were written.
        for place, first in self._repeated.items():
            self.answers[place] = self.answers[first]

    def apply(self) -> None:
        """Add what was committed to the hall."""
        live = self.live
        # New cards that wait for moderation change nothing that phones see.
        if any(card.state in ON_THE_WALL for _, card in self._cards):
            live.memory.clear()
        live.forget_points()
        for _, card in self._cards:
            live.cards[card.id] = HungCard(
                card.id, str(card.body), card.code, card.state, card.phase_id, None
            )
            hung = card.state in states_on_the_wall(live.workshop)
            live.lies[card.id] = card.id if hung else OFF_THE_WALL
        for _, point in self._points:
            target = str(point.cluster_id or point.card_id)
            live.placed[point.id] = Placed(point.phase_id, target, point.points or 0)
            live.totals[live.counts_for(target)] += point.points or 0
        for point_id, target in self._taken_back.items():
            gone = live.placed.pop(point_id, None)
            live.totals[live.counts_for(target)] -= gone.points if gone else 0
        for sent, receipt in self._receipts:
            self._drafts[sent.mark].receipts[sent.token] = receipt
        # Counted before the update below, which makes drafts and phones the same.
        new_people = len(self._drafts.keys() - live.phones.keys())
        for mark in self._joined:
            # Somebody who joins again leaves the old group, else the sum would exceed the devices.
            if mark in live.phones:
                live.joined[live.phones[mark].group_id] -= 1
            live.joined[self._drafts[mark].group_id] += 1
        live.phones.update(self._drafts)
        people, receipts = live.rows
        live.rows = people + new_people, receipts + len(self._receipts)

    def title(self) -> str:
        """What the history says of it: "12 Karten eingegangen, 3 Punkte vergeben"."""
        parts = []
        if self._cards:
            parts.append(f"{german.counted(len(self._cards), 'Karte', 'Karten')} eingegangen")
        if self._points:
            parts.append(f"{german.counted(len(self._points), 'Punkt', 'Punkte')} vergeben")
        if self._taken_back:
            count = german.counted(len(self._taken_back), "Punkt", "Punkte")
            parts.append(f"{count} zurückgenommen")
        return ", ".join(parts) or "Teilnahme"

    def _phase_id(self, sent: Sent) -> str | None:
        return None if sent.kind is SentKind.JOIN else self.live.workshop.phase_id

    def _phone(self, mark: str) -> Phone:
        if mark not in self._drafts:
            known = self.live.phones.get(mark)
            if known is None:
                raise _No(
                    Refusal.NOT_JOINED,
                    "Bitte wählen Sie zuerst Ihre Gruppe, dann können Sie senden.",
                )
            # A copy: the batch may fail to commit, and then nothing of it may be seen.
            self._drafts[mark] = known.copy()
        return self._drafts[mark]

    def _judge(self, sent: Sent) -> Reply:
        known = self.live.phones.get(sent.mark)
        # Asked before anything is refused: a form that was taken stays taken, also after the phase
        # closed.
        if known is not None and sent.token in known.receipts:
            return answer_again(self.live, known.receipts[sent.token])
        self._refuse_closed_workshop()
        if sent.kind is SentKind.JOIN:
            return self._join(sent)
        phone = self._phone(sent.mark)
        if sent.kind is SentKind.CARD:
            return self._card(sent, phone)
        return self._point(sent, phone)

    def _refuse_closed_workshop(self) -> None:
        workshop = self.live.workshop
        if workshop.status == WorkshopStatus.DONE:
            raise _No(
                Refusal.CLOSED, "Diese Werkstatt ist beendet; gesendet werden kann nichts mehr."
            )
        if not self.live.running:
            raise _No(Refusal.CLOSED, "Diese Werkstatt hat noch nicht begonnen; bitte warten Sie.")

    def _join(self, sent: Sent) -> Reply:
        group_id = sent.target_id or None
        if group_id is None and self.live.groups:
            raise _No(Refusal.INPUT, "Bitte wählen Sie die Gruppe, zu der Sie gehören.")
        # "-" says that somebody belongs to none of the groups or does not want to say.
        if group_id == "-":
            group_id = None
        if group_id is not None and group_id not in self.live.groups:
            raise _No(
                Refusal.GONE, "Diese Gruppe gibt es nicht mehr; bitte wählen Sie eine andere."
            )
        known = self.live.phones.get(sent.mark)
        draft = self._drafts.setdefault(sent.mark, known.copy() if known else Phone(None))
        draft.group_id = group_id
        self._joined.add(sent.mark)
        self._others.append((sent, group_id))
        return Reply(_joined(self.live, group_id))

    def _card(self, sent: Sent, phone: Phone) -> Reply:
        workshop, phase = self.live.workshop, self.live.phase
        if not self.live.writing or phase is None or sent.phase_id != phase.id:
            raise _No(
                Refusal.CLOSED,
                "Diese Phase ist geschlossen, die Karte wurde nicht mehr angenommen.",
            )
        limit = workshop.cards_per_person
        # Cards of the same batch count too; two forms within a moment must not pass the limit
        # together.
        written = self.live.written(phone) + sum(
            other.mark == sent.mark for other, _ in self._cards
        )
        if limit is not None and written >= limit:
            raise _No(
                Refusal.LIMIT,
                f"Sie haben in dieser Phase schon {german.counted(written, 'Karte', 'Karten')} "
                "geschrieben; mehr sind nicht vorgesehen.",
            )
        # Browsers send line ends as CR LF, whatever was typed.
        text = words_of(sent.text).replace("\r\n", "\n").replace("\r", "\n")
        if not _visible(text):
            raise _No(Refusal.INPUT, "Die Karte ist noch leer; bitte schreiben Sie Ihre Idee.")
        try:
            card = checked(
                Card(
                    workshop_id=workshop.id,
                    phase_id=phase.id,
                    body=text,
                    group_id=phone.group_id,
                    source=CardSource.PHONE,
                    state=CardState.RECEIVED if workshop.moderated else CardState.ACCEPTED,
                )
            )
        except Refused as error:
            raise _No(Refusal.INPUT, str(error)) from error
        self._cards.append((sent, card))
        return Reply("Ihre Karte ist eingegangen.")

    def _point(self, sent: Sent, phone: Phone) -> Reply:
        live = self.live
        if not live.pointing or live.phase is None or sent.phase_id != live.phase.id:
            raise _No(Refusal.CLOSED, "Punkte können gerade nicht vergeben werden.")
        if sent.mark not in self._given:
            self._given[sent.mark] = live.own_points(phone)
        given = self._given[sent.mark]
        if sent.kind is SentKind.TAKE_BACK:
            return self._take_back(sent, phone, given)
        card = live.cards.get(sent.target_id)
        # A card in a cluster gets no points of its own, because there its cluster is what is voted
        # on.
        if sent.target_id not in live.clusters and (
            card is None or card.cluster_id is not None or card.state not in ON_THE_WALL
        ):
            raise _No(
                Refusal.GONE, "Dieser Eintrag steht nicht mehr zur Wahl; Ihr Punkt ist noch frei."
            )
        self._refuse_own(card, phone)
        limit = live.workshop.points_per_person
        if limit is not None and given.total() >= limit:
            raise _No(
                Refusal.LIMIT,
                f"Sie haben {german.counted(limit, 'Punkt', 'Punkte')} vergeben, mehr gibt es in "
                "dieser Phase nicht; Sie können einen zurücknehmen.",
            )
        if not live.workshop.accumulate and given[sent.target_id]:
            raise _No(
                Refusal.LIMIT,
                "Jeder Eintrag kann nur einen Punkt von Ihnen bekommen; wählen Sie einen anderen.",
            )
        given[sent.target_id] += 1
        cluster_id = sent.target_id if sent.target_id in live.clusters else None
        self._points.append(
            (
                sent,
                Point(
                    workshop_id=live.workshop.id,
                    phase_id=live.phase.id,
                    cluster_id=cluster_id,
                    card_id=None if cluster_id else sent.target_id,
                    group_id=phone.group_id,
                    points=1,
                    source=str(PointSource.PHONE),
                ),
            )
        )
        return Reply("Ihr Punkt ist gezählt.")

    def _refuse_own(self, card: HungCard | None, phone: Phone) -> None:
        own = card is not None and card.id in phone.objects(SentKind.CARD)
        if own and not self.live.workshop.own_cards:
            raise _No(
                Refusal.LIMIT,
                "Die eigene Karte kann keinen Punkt von Ihnen bekommen; wählen Sie eine andere.",
            )

    def _take_back(self, sent: Sent, phone: Phone, given: Counter[str]) -> Reply:
        live = self.live
        assert live.phase is not None
        # By the key it counts for now: the card may have been merged or laid on a cluster since.
        own = [
            point_id
            for point_id in phone.objects(SentKind.POINT, live.phase.id)
            if point_id in live.placed
            and point_id not in self._taken_back
            and live.counts_for(live.placed[point_id].target_id) == sent.target_id
        ]
        if not own:
            raise _No(Refusal.GONE, "Hier liegt kein Punkt von Ihnen, den Sie nehmen könnten.")
        given[sent.target_id] -= live.placed[own[-1]].points
        self._taken_back[own[-1]] = live.placed[own[-1]].target_id
        self._others.append((sent, own[-1]))
        return Reply("Ihr Punkt ist wieder frei.")

    def _write_participation(self, tx: Transaction) -> None:
        workshop_id = self.live.workshop.id
        if self._joined:
            tx.run(
                "INSERT INTO participation.participant "
                "SELECT ?, unnest(?), unnest(?::TEXT[]), ? "
                # Allowed here, because the tables of participation have no history triggers.
                "ON CONFLICT (workshop_id, mark) DO UPDATE SET group_id = excluded.group_id",
                [
                    workshop_id,
                    list(self._joined),
                    [self._drafts[mark].group_id for mark in self._joined],
                    tx.at,
                ],
            )
        tx.run(
            "INSERT INTO participation.receipt (workshop_id, mark, token, kind, phase_id, "
            "object_id, points, received_at) SELECT ?, unnest(?), unnest(?), unnest(?) AS kind, "
            # The cast names the type: a list of nothing but NULL would otherwise become INTEGER.
            "unnest(?::TEXT[]), unnest(?::TEXT[]), "
            f"CASE kind WHEN '{SentKind.POINT}' THEN 1 END, ?",
            [
                workshop_id,
                [sent.mark for sent, _ in self._receipts],
                [sent.token for sent, _ in self._receipts],
                [receipt.kind for _, receipt in self._receipts],
                [receipt.phase_id for _, receipt in self._receipts],
                [receipt.object_id for _, receipt in self._receipts],
                tx.at,
            ],
        )


def answer_again(live: LiveWorkshop, receipt: Receipt) -> Reply:
    """The answer to something that was taken before."""
    if receipt.kind == SentKind.CARD:
        card = live.cards.get(receipt.object_id or "")
        return _card_taken(card.code if card else None)
    if receipt.kind == SentKind.POINT:
        return Reply("Ihr Punkt ist gezählt.")
    if receipt.kind == SentKind.TAKE_BACK:
        return Reply("Ihr Punkt ist wieder frei.")
    return Reply(_joined(live, receipt.object_id))


def take_all(live: LiveWorkshop, sent: Sequence[Sent]) -> Batch:
    """Judge all of them against ``hall``, which must be the plan's present state."""
    batch = Batch(live)
    for one in sent:
        batch.take(one)
    return batch


def _card_taken(code: str | None) -> Reply:
    if code is None:
        return Reply("Ihre Karte ist eingegangen.")
    return Reply(f"Ihre Karte ist eingegangen; ihr Code ist {shown_code(code)}.", None, code)


def _joined(live: LiveWorkshop, group_id: str | None) -> str:
    group = live.groups.get(group_id or "")
    return f"Sie machen mit: {group.title}." if group else "Sie machen mit."


def _visible(text: str) -> bool:
    """Whether there is anything to see; blanks, controls and joiners alone make no card."""
    return any(unicodedata.category(sign)[0] in "LNPS" for sign in text)
