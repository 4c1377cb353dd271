# A team's own deck: anybody suggests, those who manage the server decide, everybody reads.
strict
at 2026-11-23 08:00 Europe/Berlin
server "Harbour" with #general, #daily
the server has no system channel
jo may manage server
ana may manage server
person mira is "Mira"
person sam

# Nothing is there yet.
mira in #daily: /deck list
expect mira sees: The deck is empty so far. `/deck suggest` suggests a prompt
jo: /deck queue
expect jo sees: No suggestion waits.
mira: /deck queue
expect mira sees: for people with the Manage Server permission here
mira: /deck remove
expect mira sees: for people with the Manage Server permission here
mira: /deck export format:csv
expect mira sees: for people with the Manage Server permission here

# A suggestion: each box says who reads it.
mira: /deck suggest
expect mira is asked: Suggest a prompt … Title, such as: Quiet work … Those who manage this server read it with your name; once in the deck, all do, without it … One question to think over … One small step for today
mira fills "Title, such as: Quiet work" with "Calm nights" and "One question to think over" with "Who kept *your* nights calm this week, @everyone?" and "One small step for today" with "Tell one of them <@1>." and submits
expect mira sees: Thank you. “Calm nights” waits for those who manage this server; they see your name beside it … without your name … It names people as if to call them; a prompt notifies nobody
expect nobody pinged
sam: /deck suggest
expect sam is asked: Suggest a prompt
sam fills "Title, such as: Quiet work" with "Calmer nights" and "One question to think over" with "who kept your nights calm this week, EVERYONE" and "One small step for today" with "x" and submits
expect sam sees: That question is in the deck already, or waits to be read
sam: /deck suggest
expect sam is asked: Suggest a prompt
sam fills "Title, such as: Quiet work" with "???" and "One question to think over" with "Which door do we keep closed?" and "One small step for today" with "Open it." and "How many minutes that takes, 1 to 9" with "15" and submits
expect sam sees: The title has no letter in it.\nThe minutes are a whole number from 1 to 9.\nNothing was kept. Your words, to copy: … Which door do we keep closed?
sam: /deck suggest
expect sam is asked: Suggest a prompt
sam fills "Title, such as: Quiet work" with "Doors" and "One question to think over" with "Think of a door that we keep closed" and "One small step for today" with "Open it." and submits
expect sam sees: “Doors” waits … it asks no question
sam: /deck suggest
expect sam is asked: Suggest a prompt
sam fills "Title, such as: Quiet work" with "Nothing" and "One question to think over" with "Who did nothing?" and "One small step for today" with "Name them." and submits
expect sam sees: “Nothing” waits

# One at a time, privately. Two look at once: the second hears that it is decided.
jo: /deck queue
expect jo sees: Suggested by @Mira … It names people as if to call them … Calm nights … Who kept *your* nights calm this week … Suggestion 1 of 3
expect buttons "Into the deck", "Edit first", "Decline", "Next one"
expect nobody pinged
ana: /deck queue
expect ana sees: Suggestion 1 of 3
jo clicks "Edit first"
expect jo is asked: Edit, then into the deck
jo fills "One question to think over" with "Who kept *your* nights calm this week?" and submits
expect jo sees: “Calm nights” is in the deck. … Suggested by @Sam … it asks no question … Doors … Suggestion 1 of 2
ana clicks "Into the deck"
expect ana sees: That suggestion is decided already: somebody was a moment quicker. … Doors
# Mended until it asks the same as another: it still waits, and what was typed is handed back.
jo clicks "Edit first"
expect jo is asked: Edit, then into the deck
jo fills "One question to think over" with "Who kept your nights calm this week" and submits
expect jo sees: The deck has a prompt with the same question already, so this one still waits … Your words, to copy: … “Doors” … “Who kept your nights calm this week” … “Open it.” … Suggested by @Sam … Think of a door … Suggestion 1 of 2
jo clicks "Next one"
expect jo sees: Nothing … Suggestion 2 of 2
jo clicks "Decline"
expect jo sees: “Nothing” is declined, and its words are deleted. … Doors … Suggestion 1 of 1

# The buttons still work after a restart, and nobody is trusted for having seen them.
power cut
restart
jo may not "Manage Guild"
jo clicks "Into the deck"
expect jo sees: for people with the Manage Server permission here
ana clicks "Into the deck"
expect ana sees: “Doors” is in the deck. … No suggestion waits
expect no buttons

# Everybody may look; who manages the server can take something out.
mira: /deck list
expect mira sees: Your team's own deck … Calm nights · Who kept *your* nights calm this week? … Doors · Think of a door … 2 prompts
expect no buttons
ana: /deck remove
expect ana sees: Doors
ana chooses "Doors" in "Take one out of the deck"
expect ana sees: Take this one out of the deck? … Doors … From your team's own deck
ana clicks "Leave it in"
expect ana sees: 2 prompts
ana chooses "Doors" in "Take one out of the deck"
expect ana sees: Take this one out of the deck?
ana clicks "Take it out"
expect ana sees: “Doors” is out of the deck. … 1 prompt
expect #general nothing
expect #daily nothing
