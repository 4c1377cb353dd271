# Where the question cannot be asked, nobody is pestered in another place: it stands in /me.
strict
at 2026-11-23 08:00 Europe/Berlin
server "Harbour" with #general, #daily
the server has no system channel
person mira is "Mira"
jo may manage server
jo is in #daily
jo: /schedule set zone:Europe/Berlin thread:true
expect jo sees: is new and posts in #daily
expect #daily: I'm Clarion
at 09:00
expect #daily: our suggestion
expect #daily 1 thread today

# Private messages that are closed.
mira in #daily clicks "I'll try this"
expect mira is asked: Only you can read them
mira fills "In your own words. Only you can read them" with "Ask before I answer" and submits
expect mira sees: Noted
mira chooses "In a private message" in "Where?"
expect mira sees: Now pick a day
mira chooses "tomorrow, Tuesday 24 November" in "Which day?"
expect mira sees: on Tuesday 24 November at 09:00
person mira takes no direct messages
tuesday 09:00
expect #daily: our suggestion
expect discord refused with 50007
expect #daily nothing
person mira takes direct messages
5 minutes pass
expect nothing
mira: /me
expect mira sees: What you try … 1 open, 1 in all.
mira chooses "What you try" in "Turn to"
expect mira sees: open, not asked on Tuesday 24 November … Ask before I answer
mira chooses "Ask before I answer" in "Open one"
expect mira sees: your private messages are closed to me
mira clicks "Kept"
expect mira sees: Kept. Good to hear.
mira clicks "All of mine"
expect mira sees: kept … Ask before I answer
mira clicks "Search"
expect mira is asked: Words to look for; nobody else sees them
mira fills "Words to look for; nobody else sees them" with "BEFORE i" and submits
expect mira sees: What you try with “BEFORE i” … kept … Ask before I answer
mira clicks "Search"
expect mira is asked: Words to look for
mira fills "Words to look for; nobody else sees them" with "lighthouse" and submits
expect mira sees: Nothing that you noted here to try holds that.
mira clicks "Show all"
expect mira sees: kept … Ask before I answer

# A crash between the question and its record: it is asked once.
mira in #daily clicks "I'll try this"
expect mira is asked: Only you can read them
mira fills "In your own words. Only you can read them" with "Leave a meeting early" and submits
expect mira sees: Noted
mira chooses "In a private message" in "Where?"
expect mira sees: Now pick a day
mira chooses "Wednesday 2 December" in "Which day?"
expect mira sees: on Wednesday 2 December at 09:00
jo: /schedule pause
expect jo sees: paused
at 2026-12-02 08:59
power cut in the middle of the next post
at 2026-12-02 09:00
restart
5 minutes pass
expect mira gets: On Tuesday 24 November you noted in Harbour what you would try
mira clicks "Let it go" under "Leave a meeting early"
expect mira gets edited: Let go. Choosing what to leave is a choice too.
an hour passes
expect nothing
