# A server that nobody set up, without a system channel: what a steward is asked to look at is told where it stands.
strict
at 2026-11-23 10:00 Europe/Berlin
server "Harbour" with #general, #daily
the server has no system channel
person jo is "Jo"
person mira is "Mira"
person ana is "Ana"
ana may manage server

jo in #daily: /recognize member:mira for:the week after your operation way:thanks
expect #daily: Jo … thanks … Mira
expect jo sees: Counted
mira in #daily clicks "If this is about you" under "Jo thanks"
expect mira sees: everybody can read it
mira clicks "Ask a steward"
expect mira is asked: Ask a steward to look at it
mira submits
expect mira sees: I tell them that something waits, where I find a way to … you can ask one of them to look
expect #daily: Something waits for this server's stewards.
expect nobody pinged
expect buttons "Look at it"
ana in #daily clicks "Look at it"
expect ana sees: Mira … asked a steward to look at it, … without saying why.
ana clicks "Remove it"
expect ana is asked: Remove this recognition
ana fills "Why? Its giver can read this" with "not for a channel" and submits
expect ana sees: Removed.
expect #daily edited: A steward of this server removed this one.

# Ana has decided: next time she is told herself.
next day 10:00
jo in #daily: /recognize member:mira for:your health way:thanks
expect #daily: Jo … thanks … Mira
expect jo sees: Counted
mira in #daily clicks "If this is about you" under "your health"
expect mira sees: everybody can read it
mira clicks "Ask a steward"
expect mira is asked: Ask a steward to look at it
mira submits
expect mira sees: It waits for the stewards of this server now
expect ana gets: In Harbour, something waits for its stewards. Look at it shows it to them alone, and so does `/recognition reports` there.
expect buttons "Look at it", "No more private messages"
# What she was told of there she decides there.
ana clicks "Look at it" under "something waits"
expect ana sees: In Harbour: … Jo thanked … Mira … your health … Mira … asked a steward to look at it, … without saying why.
expect buttons "Remove it", "Leave it as it is"
ana clicks "Remove it"
expect ana is asked: Remove this recognition
ana fills "Why? Its giver can read this" with "it is about health" and submits
expect ana sees: Removed. … Where it was announced, I say so in its place in a moment. … Nothing waits for you there.
expect #daily edited: A steward of this server removed this one.

# The button stays in her messages; what she may do is asked anew.
ana may not manage server
ana clicks "Look at it" under "something waits"
expect ana sees: That one is for that server's stewards
