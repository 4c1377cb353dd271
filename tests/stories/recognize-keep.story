# What is given can be taken back or said anew for a day; who gets it decides who sees it; a steward removes with a reason.
strict
at 2026-11-23 10:00 Europe/Berlin
server "Harbour" with #general, #daily
expect #general: Hello, I'm Clarion
person jo is "Jo"
person mira is "Mira"
person sam is "Sam"
person ana is "Ana"
ana may manage server, manage messages

jo in #daily: /recognize member:mira member2:sam for:calmer nights way:thanks
expect #daily: Jo … thanks … Mira … and … Sam … calmer nights
expect buttons "Thank someone too", "If this is about you"
expect only mira, sam pinged
expect jo sees: Counted
expect button "Take it back"
jo clicks "Change the words"
expect jo is asked: Change the words
jo fills "For what? Everybody in this channel reads it" with "calmer days" and submits
expect jo sees: Changed.
expect #daily edited: Jo … thanks … Mira … and … Sam … calmer days
expect nobody pinged
expect buttons "Thank someone too", "If this is about you"

# Who gets it decides who sees it.
jo in #daily clicks "If this is about you" under "Jo thanks"
expect jo sees: for the people whom the recognition names
sam in #daily clicks "If this is about you" under "Jo thanks"
expect sam sees: from … Jo … calmer days … everybody can read it
expect buttons "Hide this one", "Announce nothing I get", "Nothing more from them", "Ask a steward"
sam clicks "Hide this one"
expect sam sees: Hidden.
expect #daily edited: Jo … thanks … Mira … calmer days
sam clicks "No longer hide it"
expect sam sees: No longer hidden
expect #daily edited: Jo … thanks … Mira … and … Sam … calmer days

# Nothing more from this person: what comes is left out with one plain sentence.
sam clicks "Nothing more from them"
expect sam sees: Nothing more reaches you here from them.
jo in #general: /recognize member:sam for:the slides way:thanks
expect jo sees: Sam … takes no recognition here at the moment
sam clicks "Take from them again"
expect sam sees: What they give here reaches you again.

# Announce nothing I get: it comes in a private message instead.
sam clicks "Announce nothing I get"
expect sam sees: From now on nothing that you get here is announced
expect #daily edited: Jo … thanks … Mira … calmer days
jo: /recognize member:sam for:the quiet fix way:thanks
expect jo sees: Counted
expect sam gets: In Harbour, … Jo … thanks you: … the quiet fix … It names you nowhere in public
expect buttons "If this is about you", "No more private messages"
sam clicks "If this is about you" under "the quiet fix"
expect sam sees: from … Jo … the quiet fix … It is announced nowhere: you want nothing announced.

# A steward is asked, and hears of it without words or names.
sam clicks "Ask a steward"
expect sam is asked: Ask a steward to look at it … The server's stewards read this
sam fills "What is wrong with it? (optional)" with "it is about my family" and submits
expect sam sees: It waits for the stewards of that server now
expect #general: Something waits for this server's stewards.
expect nobody pinged
expect buttons "Look at it"
mira in #general: /recognition reports
expect mira sees: for this server's stewards
ana in #general clicks "Look at it"
expect ana sees: Jo … thanked … Sam … the quiet fix … Sam … asked a steward to look at it, … it is about my family
ana clicks "Remove it"
expect ana is asked: Remove this recognition
ana fills "Why? Its giver can read this" with "private matters" and submits
expect ana sees: Removed.
expect sam gets edited: In Harbour, a steward removed this one.

# Whoever asked finds what came of it; nothing is sent.
sam: /me
expect sam sees: What I keep for you
sam chooses "Thanks given and got" in "Turn to"
expect sam sees: You asked a steward to look at what you got on 23 Nov 2026: it was removed. … What you got
mira in #daily clicks "If this is about you" under "Jo thanks"
expect mira sees: calmer days … everybody can read it
mira clicks "Ask a steward"
expect mira is asked: Ask a steward to look at it
mira submits
expect mira sees: It waits for … steward … of this server now … Whoever gave it is not told that it was you.
ana in #daily: /recognition reports
expect ana sees: calmer days … Mira … asked a steward to look at it, … without saying why.
ana clicks "Leave it as it is"
expect ana sees: Left as it is. … they find in /me
mira in #daily clicks "If this is about you" under "Jo thanks"
expect mira sees: calmer days … You asked a steward to look at it. One has looked, and left it as it is.
expect no button "Ask a steward"

# Taken back: by the command, once, and by nobody else.
sam in #daily: /recognition undo
expect sam sees: There is nothing of yours from the last 24 hours here to take back.
jo in #daily: /recognition undo
expect jo sees: You thanked … Mira … and … Sam … calmer days
jo clicks "Take it back"
expect jo sees: Taken back.
expect #daily edited: This one was taken back.
expect no buttons
jo: /recognition undo
expect jo sees: There is nothing of yours from the last 24 hours here to take back.

# After a day it stays, and a deleted announcement loses nothing.
mira in #daily: /recognize member:jo for:the map way:thanks
expect #daily: Mira … thanks … Jo … the map
expect only jo pinged
expect mira sees: Counted
ana deletes the last message in #daily
next day 11:00
mira clicks "Take it back"
expect mira sees: older than 24 hours
jo: /me
expect jo sees: What I keep for you
jo chooses "Thanks given and got" in "Turn to"
expect jo sees: the map
jo chooses "What reaches you" in "Turn to"
expect jo sees: What you get here is announced where it is given … You take recognition from everybody
