"""What the recorder says, in the reader's language: its scripts have no words of their own."""

from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from drypoint.web.forms.sessions import SENSATIONS
from drypoint.web.icons import ICONS
from drypoint.web.presenters.recorder import adverse, cards
from drypoint.web.presenters.sessions import WORDS

ICONS_USED = (
    "alert",
    "arrow-left",
    "arrow-right",
    "body",
    "box",
    "check",
    "clock",
    "edit",
    "hand",
    "list",
    "lock",
    "minus",
    "needle",
    "phone",
    "plus",
    "question",
    "settings",
    "shield",
    "target",
    "undo",
    "x",
)


def words() -> dict[str, Any]:
    """Everything that ``<needling-recorder>`` needs beside the session: words, icons, addresses."""
    return {
        "language": get_language() or "en",
        "icons": {name: ICONS[name] for name in ICONS_USED},
        "worker": f"{reverse('recorder_worker')}?lang={get_language() or 'en'}",
        "scope": "/visits/",
        "sign_in": reverse("account_login"),
        "home": reverse("home"),
        "keys": reverse("recorder_keys"),
        "mark": static("img/mark.svg"),
        "sensations": {code.value: str(label) for code, label in SENSATIONS.items()},
        "events": {kind.value: str(label) for kind, label in WORDS.items()} | _more_events(),
        "say": _say(),
        # Nobody's: they open while the device is locked, after a restart too.
        "cards": cards(),
        "adverse": adverse(),
    }


def _more_events() -> dict[str, str]:
    return {"opened": _("Session started"), "corrected": _("Taken back"), "closed": _("Session closed")}


def _say() -> dict[str, str]:
    return {
        # The bar.
        "count": _("Needle count"),
        "in": _("in"),
        "out": _("out"),
        "of": _("of"),
        "all_out": _("All out"),
        "pause": _("Pause"),
        "resume": _("Go on"),
        "wrong": _("Something is wrong"),
        "wrong_short": _("Help"),
        "state_open": _("Open"),
        "state_paused": _("Paused"),
        "state_closed": _("Closed"),
        "state_incident": _("Closed as an incident"),
        "over_time": _("{n} over time"),
        "emergency": _("Emergency services: {number}"),
        "take_back": _("Take back"),
        "recorded": _("Recorded: {what}"),
        # What became of it.
        "all_sent": _("{n} recorded, all sent"),
        "waiting": _("{n} recorded, {waiting} waiting to be sent"),
        "sending": _("{n} recorded, sending {waiting}"),
        "offline": _("No connection since {time}. Everything is kept on this device: {waiting} waiting."),
        "offline_none": _("No connection since {time}. What you record is kept on this device."),
        "signed_out": _("Signed out. {waiting} wait on this device; sign in and they are sent."),
        "refused_link": _("The server does not take it: {says} {waiting} are kept on this device."),
        "refused": _("{n} could not be stored by the server and stay on this device."),
        "save_refused": _("Save them as a file"),
        "sign_in": _("Sign in"),
        "not_kept": _("This was NOT recorded: the device could not keep it. Write it on paper."),
        "may_be_cleared": _(
            "This browser may clear what it keeps when space runs low, Safari also after seven days without "
            "a visit here. Send before you put the device away."
        ),
        # Modes.
        "modes": _("Part of the session"),
        "live": _("Live"),
        "quick": _("Quick"),
        "close": _("Count and close"),
        # Live.
        "places": _("Planned places"),
        "picture": _("Planned places on the body"),
        "next": _("Next"),
        "under": _("What lies under"),
        "worst": _("Worst event"),
        "not_reviewed": _("Not reviewed: nothing is known here of what lies under."),
        "unverified": _("unverified"),
        "depths": _("Depths, as reported by studies"),
        "depths_note": _("What was measured in others. It says nothing about how deep a needle may go here."),
        "mean": _("mean {mm}"),
        "least": _("least {mm}"),
        "needle_in": _("Needle in"),
        "next_needle_in": _("Next needle in"),
        "same_needle": _("Same needle in again"),
        "from_tray": _("from the open pack: {n} left"),
        "scan_lot": _("Choose it by the code on the pack"),
        "lot": _("Needle from"),
        "no_lot": _("Lot not noted"),
        "pack": _("Pack opened: {n} needles"),
        "dropped": _("Opened, put away unused"),
        "another": _("Another place"),
        "not_planned": _("Not on the signed plan"),
        "why": _("Why here? One tap; the session goes on."),
        "no_findings": _("The review found nothing more for this person here."),
        "findings": _("For this person, here"),
        "choose_side": _("Side"),
        "left": _("left"),
        "right": _("right"),
        "midline": _("middle"),
        "is_in": _("Needles in"),
        "none_in": _("No needle is in."),
        "twitch": _("Twitch"),
        "out_one": _("Out"),
        "more": _("More"),
        "more_of": _("Sensation, pain, more"),
        "less": _("Less"),
        "feels": _("It feels"),
        "pain": _("Pain, 0 to 10"),
        "moved": _("Moved"),
        "current_on": _("Current on"),
        "current_off": _("Current off"),
        "broken": _("Broken"),
        "sure_broken": _("Broken: tap again to record"),
        "stop_advancing": _("Stop advancing. Ask again in half a minute."),
        "removal": _("Take this needle out."),
        "eased": _("It has eased"),
        "planned_minutes": _("planned {n} min"),
        "over_by": _("{time} over"),
        "done": _("done"),
        "paused_note": _("Paused. Needles can come out; none goes in."),
        "twitch_one": _("{n} twitch"),
        "twitches": _("{n} twitches"),
        "passes": _("{n} passes"),
        "pain_said": _("pain {n} of 10"),
        # Quick.
        "quick_note": _(
            "For fast in, fast out: one card a muscle, when your hands are free. "
            "Times are those of writing, so no time in the muscle is told."
        ),
        "needles": _("Needles"),
        "passes_of": _("Passes"),
        "twitches_of": _("Twitches"),
        "response": _("Response"),
        "none": _("none"),
        "record": _("Record"),
        "recorded_here": _("Recorded: {n}"),
        # Close.
        "counted_question": _("How many used needles are in the sharps container?"),
        "counted_note": _("Count them, do not copy the number above."),
        "counted": _("Counted"),
        "erase": _("Erase"),
        "count_stands": _("Counted: {n}"),
        "cannot_close": _("The session cannot be closed yet"),
        "adds_up": _("Every needle is accounted for."),
        "close_session": _("Close the session"),
        "missing": _("A needle cannot be found"),
        "which_missing": _("Which needles are missing?"),
        "close_incident": _("Close as an incident"),
        "missing_note": _(
            "First search skin, clothes, table and floor. An incident is reported with the names chosen here."
        ),
        "needle_n": _("Needle {n}"),
        "no_needle": _("No needle was opened."),
        "ended": _("The session is closed."),
        "ended_incident": _("Closed as an incident"),
        "not_found": _("Not found"),
        "broken_ones": _("Broken"),
        "incident_note": _(
            "The report is made as soon as this is sent. Tell the person what happened and finish it."
        ),
        "to_incidents": _("To the incidents"),
        "to_treatments": _("To other treatments"),
        "to_visit": _("Back to the visit"),
        # Sheets.
        "shut": _("Back to the session"),
        "cards": _("What to do"),
        "what_happened": _("Record what happened"),
        "harm_note": _("First the person. One tap records it; the rest can be written later."),
        "harm_recorded": _("Recorded: {what}"),
        "write_more": _("Write more about it"),
        "log": _("What was recorded"),
        "taken_back": _("taken back"),
        "by_device": _("{who}, {device}"),
        "settings": _("Sound, keys and pedals"),
        "sound": _("Sound when a planned time is over"),
        "vibration": _("Vibrate when a planned time is over"),
        "keys_on": _("Single keys record"),
        "pedal_1": _("Pedal 1"),
        "pedal_2": _("Pedal 2"),
        "pedal_key": _("Key of this pedal: {key}"),
        "press_pedal": _("Press the pedal now"),
        "change": _("Change"),
        "does_in": _("Needle in at the chosen place"),
        "does_twitch": _("Twitch of the last needle in"),
        "does_out": _("Last needle out"),
        "does_nothing": _("Nothing"),
        "awake": _("The screen stays on."),
        "not_awake": _("The screen may go dark by itself on this device."),
        "keys_help": _(
            "N needle in · T twitch · O last out · A all out · P pause · W something is wrong · ? this page"
        ),
        # The lock.
        "choose_pin": _("Choose six digits for this device"),
        "choose_pin_note": _(
            "They open what you recorded here after five idle minutes, and without the network. "
            "Forgotten, they can be chosen anew while you are signed in."
        ),
        "again_pin": _("Once more, to be sure"),
        "pins_differ": _("The two were not the same. Choose again."),
        "locked": _("Locked"),
        "locked_note": _("Type your six digits."),
        "wrong_pin": _("That was not it."),
        "wait_pin": _("Wait {n} seconds."),
        "forgot_pin": _("I do not know them"),
        "forgot_note": _("While you are signed in and online you choose new ones; nothing is lost."),
        "pin_taken": _("Choose other digits: these are in use on this device."),
        "prove_first": _("Before new digits, show once more that it is you."),
        "prove": _("Show that it is you"),
        "forgot_failed": _("That needs a connection and your sign-in. What is recorded stays here."),
        "digits": _("{n} of 6 digits"),
        "longest": _("Longest in: {time}"),
        # Where it cannot run.
        "why_insecure": _(
            "This address is not secure, so nothing can be kept on this device: each press goes to the "
            "server at once. To record without the network, open the clinic's https address."
        ),
        "why_no_storage": _(
            "This browser keeps nothing on the device: each press goes to the server at once."
        ),
        "why_no_copy_here": _("This device holds no copy of this visit. Connect, sign in and open it once."),
        "why_signed_out": _("You are signed out. Sign in to open this visit."),
        "why_not_started": _("The session has not begun."),
        "change_plan": _("Another muscle for long: change the plan"),
        "details": _("Session details"),
        "opening": _("Opening the session …"),
        "questioned": _("To be looked at"),
    }
