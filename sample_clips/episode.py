"""Night Bus, episode 1: the edit of the one whole episode among the clips."""

from __future__ import annotations

from sample_clips.edit import JUMP, Edit, Row, around, centred, dip, fade_in, fade_out, say, trap
from sample_clips.scenes import DIM, FLASH, FLASH_AT, PAN, PASSER, STROBE

HEIGHT, WIDTH, RATE = 768, 432, 25

HOOK = (
    Row(
        scene="stop",
        frames=36,
        captions=say("Three years ago I buried my husband.", 10, 56),
        traps=(trap("lightning", 20, 28, "lightning over the street"),),
    ),
    Row(scene="waiting", frames=26),
    Row(scene="window", frames=28, captions=say("Tonight he got on my bus.", 4, 28)),
    Row(scene="eyes-mara", frames=18, join=around("zoom", 4, 4)),
    Row(scene="title", frames=34, join=around("flash", 2, 4)),
)
STAKES = (
    Row(scene="drive-by", frames=46, join=centred("dissolve", 14)),
    Row(scene="aisle", frames=48, join=around("whip", 4, 5)),
    Row(scene="mara", frames=40, captions=say("Daniel?", 12, 34)),
    Row(scene="daniel", frames=34),
    Row(scene="mara", frames=24, first=74),
    Row(scene="over-mara", frames=48, captions=say("I think you have the wrong man.", 6, 42)),
    Row(scene="mara-speaks", frames=28, captions=say("You have his voice.", 6, 46)),
    Row(scene="mara-leans", frames=24, join=JUMP, first=96),
    Row(scene="room", frames=50, join=around("flash", 3, 5), captions=say("June. Our last summer.", 12, 42, "thought")),
    Row(
        scene="funeral",
        frames=56,
        join=centred("dissolve", 24),
        captions=say("They never found him.", 18, 48, "thought"),
    ),
)
REVERSAL = (
    Row(
        scene="daniel-passed",
        frames=36,
        join=dip(6, 3, 6, white=True),
        traps=(trap("passer", PASSER[0] - 1, PASSER[1] + 1, "a passenger walks past the lens"),),
    ),
    Row(scene="over-daniel", frames=42, captions=say("My husband is dead.", 6, 36)),
    Row(
        scene="phone-message",
        frames=62,
        join=centred("slide", 11, "up"),
        traps=(
            trap("screen", 16, 17, "two messages arrive on the phone"),
            trap("screen", 34, 35, "a message arrives on the phone"),
        ),
    ),
    Row(scene="mara-afraid", frames=26),
    Row(scene="mara-ducks", frames=18, join=JUMP, first=80),
    Row(scene="mara-afraid", frames=16, join=JUMP, first=150),
    Row(
        scene="daniel-photographed",
        frames=46,
        captions=say("Smile.", 4, 14),
        traps=(trap("flash", FLASH_AT, FLASH_AT + len(FLASH), "a camera's flash lights him"),),
    ),
    Row(
        scene="phone-photo",
        frames=54,
        join=centred("wipe", 12, "left"),
        captions=say("That seat is empty.", 34, 54),
        traps=(trap("screen", 26, 27, "the picture on the phone changes"),),
    ),
    Row(scene="eyes-mara", frames=16, join=around("zoom", 3, 5), first=60),
)
ESCALATION = (
    Row(scene="windscreen", frames=44, join=around("whip", 5, 4, "right")),
    Row(scene="strobe", frames=62, traps=(trap("strobe", STROBE[0], STROBE[1] + 1, "the ceiling lights flicker"),)),
    Row(
        scene="pan",
        frames=58,
        traps=(trap("whip_pan", PAN[0], PAN[0] + PAN[1] + 1, "the camera whips across the bus within one take"),),
    ),
    Row(scene="crash", frames=3),
    Row(scene="rings", frames=2),
    Row(scene="eyes-daniel", frames=1),
    Row(scene="room", frames=3, first=30),
    Row(scene="crash", frames=2, first=6),
    Row(scene="black", frames=9),
    Row(scene="button", frames=48, captions=say("Let me off. Please!", 16, 42)),
    Row(scene="drive-by", frames=34, join=dip(5, 2, 5), first=120),
    Row(
        scene="daniel-dimmed",
        frames=50,
        captions=say("He told you not to look up.", 8, 36),
        traps=(trap("light", DIM[0], DIM[1], "the light goes down on him"),),
    ),
)
CLIFFHANGER = (
    Row(scene="black", frames=16, join=fade_out(12)),
    Row(scene="phone-call", frames=58, join=fade_in(12)),
    Row(scene="eyes-daniel", frames=28, first=40),
    Row(scene="mara-afraid", frames=24, first=200),
    Row(scene="mirror", frames=48, captions=say("Next stop: yours.", 14, 44)),
    Row(scene="cab", frames=44, captions=say("Hello, Mara.", 9, 36)),
    Row(scene="mara-afraid", frames=62, first=260, freeze=(16, 46), captions=say("TO BE CONTINUED", 16, 62, "card")),
)

EPISODE = Edit(rows=HOOK + STAKES + REVERSAL + ESCALATION + CLIFFHANGER, fade_up=8, fade_down=16)
