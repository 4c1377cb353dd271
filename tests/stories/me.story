# My own pages: an overview, everything as a file, and the end of what I choose. Only I see any of it.
strict
at 2026-11-23 10:00 Europe/Berlin
server "Harbour" with #general, #daily owned by ana
expect #general: Hello, I'm Clarion
person jo is "Jo"
person mira is "Mira"
ana in #daily: /schedule set channel:#daily time:09:00 zone:Europe/Berlin days:daily
expect ana sees: daily
expect #daily: I'm Clarion
next day 09:00
expect #daily: One small step
jo: /me
expect jo sees: What I keep for you … Reflections … A blank page so far … What you gave … A blank page so far … Only you see this.
expect buttons "Export", "Delete …", "No more private messages", "Remind me weekly"

jo in #daily clicks "Reflect"
expect jo is asked: For you alone
jo fills "For you alone; you find it in /me" with "The lighthouse never asks for thanks" and submits
expect jo sees: Kept, for you alone
jo: /recognize member:mira for:the calm handover way:expert
expect #daily: Jo … thanks … Mira … the calm handover
expect jo sees: Counted
jo: /me
expect jo sees: 1 reflection … 1 recognition, to 1 person
jo clicks "Export"
expect jo sees: Everything that I keep for you in this server, as a file for you alone
expect file "clarion-me.json": The lighthouse never asks for thanks … the calm handover
expect mira sees nothing
mira: /me
expect mira sees: Reflections … A blank page so far … 1 recognition, from 1 person
mira clicks "Export"
expect mira sees: as a file for you alone
expect file "clarion-me.json": "reflections": [] … the calm handover

# What goes and what stays is said before; and once more, before it happens.
jo clicks "Delete …"
expect jo sees: What can be deleted … Your reflections … taken down … The words of the thank-yous you gave … stays for the people you thanked
jo clicks "Keep everything"
expect jo sees: 1 reflection
jo clicks "Delete …"
expect jo sees: What can be deleted
jo chooses "Your reflections", "The words of the thank-yous you gave" in "Choose what to delete"
expect jo sees: Delete this? … I can't bring it back then.
jo clicks "Delete"
expect jo sees: Deleted: your reflections and the words of the thank-yous you gave.
jo clicks "Overview"
expect jo sees: Reflections … A blank page so far … 1 recognition, to 1 person
mira: /me
mira chooses "Thanks given and got" in "Turn to"
expect mira sees: 1 recognition, from 1 person … Jo … the words were erased
expect #daily not: lighthouse

# What somebody has chosen survives whatever becomes of the bot.
power cut
restart
jo: /me
expect jo sees: Reflections … A blank page so far
