# A round of the quiz: five moments, a reading beside each answer, a result that is no mark; through a restart.
strict
at 2026-11-23 10:00 Europe/Berlin
server "Harbour" with #general
the server has no system channel

mira: /quiz
expect mira sees: Moment 1 of 5 … What does this moment need? … Only you see this
expect buttons "Managing", "Leading", "Both"
expect #general nothing
mira clicks "Managing"
expect mira sees: Moment 1 of 5 … You said managing … Drawn from the essay on
expect buttons "Next moment"
mira clicks "Next moment"
expect mira sees: Moment 2 of 5
mira clicks "Leading"
expect mira sees: You said leading

# The bot is restarted in the middle of it; the round is in its buttons.
restart
mira clicks "Next moment"
expect mira sees: Moment 3 of 5
mira clicks "Both"
expect mira sees: You said both
mira clicks "Next moment"
expect mira sees: Moment 4 of 5
mira clicks "Managing"
expect mira sees: Moment 4 of 5 … You said managing
mira clicks "Next moment"
expect mira sees: Moment 5 of 5
# Nothing is kept before the end.
mira: /me
expect mira sees: What I keep for you
expect mira sees not: Your quiz
mira clicks "Managing" under "Moment 5"
expect mira sees: You said managing
expect buttons "See the round"
mira clicks "See the round"
expect mira sees: Your round … You said managing 3 times, leading once and both once. In this round your eye went to managing first. … One thing to look at … I keep these counts for you in /me
expect button "Another round"
expect #general nothing

# It is in /me, for her alone, and she can delete it.
mira: /me
expect mira sees: Your quiz … 1 round.
mira chooses "Quiz" in "Turn to"
expect mira sees: One round, 5 moments: you said managing 3 times, leading once and both once. … 23 Nov 2026 · Managing 3 times, leading once and both once
sam: /me
expect sam sees: What I keep for you
expect sam sees not: Your quiz
mira clicks "Delete these"
expect mira sees: Delete what I keep of all your quiz rounds?
mira clicks "Keep them"
expect mira sees: One round
mira clicks "Delete these"
expect mira sees: Delete what I keep
mira clicks "Delete them"
expect mira sees: Deleted: I keep nothing of your quiz rounds any more. … No round yet

# Another round begins in the same place, with other moments.
mira clicks "Take a round"
expect mira sees: Moment 1 of 5

# While somebody else holds the store nothing is kept, and nothing is lost: the round is in its buttons.
mira clicks "Both"
expect mira sees: You said both
mira clicks "Next moment"
expect mira sees: Moment 2 of 5
mira clicks "Both"
expect mira sees: You said both
mira clicks "Next moment"
expect mira sees: Moment 3 of 5
mira clicks "Both"
expect mira sees: You said both
mira clicks "Next moment"
expect mira sees: Moment 4 of 5
mira clicks "Both"
expect mira sees: You said both
mira clicks "Next moment"
expect mira sees: Moment 5 of 5
mira clicks "Both"
expect mira sees: You said both
store is locked
mira clicks "See the round"
expect mira sees: My notebook is busy at the moment
store is free again
mira clicks "See the round"
expect mira sees: You said both 5 times. Mostly you saw a place for both.

# An option that belongs to the weekly round.
sam: /quiz time:10:00
expect sam sees: `time:` and `channel:` are for the weekly round
