# The balance: ten pairs in one private message, a way back, a restart in the middle, and the change over time.
strict
at 2026-11-23 10:00 Europe/Berlin
server "Harbour" with #general
the server has no system channel

mira: /balance
expect mira sees: Pair 1 of 10 … Ten pairs, no wrong end … the result is shown to you alone. … This: I know what each task needs … That: I know what each person hopes for … Nothing is kept until the last pair
expect buttons "All this", "More this", "Both alike", "More that", "All that"
mira clicks "All that"
expect mira sees: Pair 2 of 10
expect buttons "All this", "More this", "Both alike", "More that", "All that", "Back"
# A slip of the finger is taken back.
mira clicks "Back"
expect mira sees: Pair 1 of 10
mira clicks "More this"
expect mira sees: Pair 2 of 10
mira clicks "All this"
expect mira sees: Pair 3 of 10
mira clicks "Both alike"
expect mira sees: Pair 4 of 10
power cut
restart
mira clicks "All this"
expect mira sees: Pair 5 of 10
mira clicks "More this"
expect mira sees: Pair 6 of 10
mira clicks "More this"
expect mira sees: Pair 7 of 10
mira clicks "Both alike"
expect mira sees: Pair 8 of 10
mira clicks "All that"
expect mira sees: Pair 9 of 10
mira clicks "Both alike"
expect mira sees: Pair 10 of 10
mira clicks "Both alike"
expect mira sees: More toward managing … What stands out … standard far more than reason … Two things to try … For leading (3 min) … (picture: balance.png) … Kept for you in /me until you delete it
# The picture says in words what it shows, for those who do not see it.
expect file "balance.png" described: managing on the left and leading on the right. Tasks / People: toward Tasks; Standard / Reason: far toward Standard; Keeping / Searching: in the middle
expect buttons "Delete this one"
expect #general nothing

# Months later, another one: what has moved is told, and nothing is called better.
at 2027-02-01 10:00
mira: /balance
expect mira sees: Pair 1 of 10
mira clicks "Both alike"
expect mira sees: Pair 2 of 10
mira clicks "Both alike"
expect mira sees: Pair 3 of 10
mira clicks "Both alike"
expect mira sees: Pair 4 of 10
mira clicks "Both alike"
expect mira sees: Pair 5 of 10
mira clicks "Both alike"
expect mira sees: Pair 6 of 10
mira clicks "Both alike"
expect mira sees: Pair 7 of 10
mira clicks "Both alike"
expect mira sees: Pair 8 of 10
mira clicks "Both alike"
expect mira sees: Pair 9 of 10
mira clicks "Both alike"
expect mira sees: Pair 10 of 10
mira clicks "Both alike"
expect mira sees: Both alike, ten times … Since 23 Nov 2026 … Toward leading: people, reason, untried, cared for, next year … Toward managing: deciding … 4 pairs stand where they stood
expect buttons "Change over time", "Delete this one"
mira clicks "Change over time"
expect mira sees: Your balance, 1 Feb 2027 … Both alike, ten times … (picture: balance.png) … 1 of 2
expect file "balance.png" described: How 10 pairs stood on 23 Nov, 1 Feb … Tasks / People: -1, 0; Standard / Reason: -2, 0
expect buttons "More", "Delete this one"
mira clicks "More"
expect mira sees: Your balance, 23 Nov 2026 … More toward managing … 2 of 2
expect file "balance.png" described: A balance of 10 pairs … Standard / Reason: far toward Standard
sam: /me
expect sam sees: What I keep for you
expect sam sees not: balance

# Her own to delete.
mira clicks "Delete this one"
expect mira sees: Delete your balance of 23 Nov 2026?
expect no files
mira clicks "Keep it"
expect mira sees: Your balance, 1 Feb 2027
mira clicks "Delete this one" under "Your balance, 1 Feb 2027"
expect mira sees: Delete your balance of 1 Feb 2027?
mira clicks "Delete it"
expect mira sees: That balance is deleted. … Your balance, 23 Nov 2026
