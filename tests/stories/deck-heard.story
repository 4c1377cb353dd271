# What becomes of a suggestion: told once to who asked to hear of it, and found in /me where their messages are closed.
strict
at 2026-11-23 08:00 Europe/Berlin
server "Harbour" with #general, #daily
the server has no system channel
jo may manage server
person mira is "Mira"
person sam

# Asked for under the answer, and taken back.
mira in #daily: /deck suggest
expect mira is asked: Suggest a prompt
mira fills "Title, such as: Quiet work" with "Calm nights" and "One question to think over" with "Who kept *your* nights calm, @everyone?" and "One small step for today" with "Tell them." and submits
expect mira sees: Thank you. “Calm nights” waits
expect buttons "Tell me what becomes of it"
mira clicks "Tell me what becomes of it"
expect mira sees: It waits for those who manage this server. Once they have decided, I send you one private message about it; if your private messages are closed, it stands in `/me`. … Calm nights
expect buttons "No need to tell me", "All my suggestions"
mira clicks "No need to tell me"
expect mira sees: It waits for those who manage this server. … Calm nights
mira clicks "Tell me what becomes of it"
expect mira sees: I send you one private message

# Taken in, in other words.
jo: /deck queue
expect jo sees: Suggested by @Mira: … They asked to hear what becomes of it. I tell them once, and never who decided. … Calm nights
jo clicks "Edit first"
expect jo is asked: Edit, then into the deck
jo fills "One question to think over" with "Who kept your nights calm?" and submits
expect jo sees: “Calm nights” is in the deck. … No suggestion waits
expect mira gets: “Calm nights”, which you suggested, is in the deck of Harbour now, without your name. Thank you for it. You asked me to tell you, and nothing more comes about it. … Who kept your nights calm?
expect nobody pinged
mira: /me
expect mira sees: Suggestions for the deck … None that waits.

# Declined, with a word about it.
mira: /deck suggest
expect mira is asked: Suggest a prompt
mira fills "Title, such as: Quiet work" with "Doors" and "One question to think over" with "Which door do we keep closed?" and "One small step for today" with "Open it." and submits
expect mira sees: “Doors” waits
mira: /me
expect mira sees: Suggestions for the deck … 1 waiting.
mira chooses "Suggestions for the deck" in "Turn to"
expect mira sees: Doors · it waits
mira chooses "Doors" in "Open one"
expect mira sees: It waits for those who manage this server. … Which door do we keep closed?
mira clicks "Tell me what becomes of it"
expect mira sees: I send you one private message
mira clicks "All my suggestions"
expect mira sees: Doors · it waits, and you hear of it
jo: /deck queue
expect jo sees: They asked to hear … Doors
jo clicks "Decline"
expect jo is asked: Decline it … A word about it, if you like … Only the person who suggested it reads this; your name is not with it
jo fills "A word about it, if you like" with "We have one like it: **Quiet work**" and submits
expect jo sees: “Doors” is declined. I tell the person who suggested it once, without a name, and delete its words then. … No suggestion waits
expect mira gets: “Doors”, which you suggested, stays out of the deck of Harbour. What they say about it: “We have one like it: **Quiet work**” You asked me to tell you, and nothing more comes about it. I keep its words no longer; here they are, for you: … Which door do we keep closed? … Open it.

# Who closed their messages finds it in /me, and puts it away.
sam: /deck suggest
expect sam is asked: Suggest a prompt
sam fills "Title, such as: Quiet work" with "Nothing" and "One question to think over" with "Who did nothing?" and "One small step for today" with "Name them." and submits
expect sam sees: “Nothing” waits
sam clicks "Tell me what becomes of it"
expect sam sees: I send you one private message
person sam takes no direct messages
jo: /deck queue
expect jo sees: Nothing
jo clicks "Decline"
expect jo is asked: Decline it
jo submits
expect jo sees: “Nothing” is declined.
expect discord refused with 50007
sam: /me
expect sam sees: Suggestions for the deck … 1 decided.
sam chooses "Suggestions for the deck" in "Turn to"
expect sam sees: Nothing · not in the deck
sam chooses "Nothing" in "Open one"
expect sam sees: It stays out of the deck. Put away, its words are deleted. … Who did nothing?
sam clicks "Put it away"
expect sam sees: Put away. … None that waits.
mira clicks "No need to tell me" under "I send you one private message"
expect mira sees: That suggestion does not wait any more. `/deck list` shows what is in the deck.
