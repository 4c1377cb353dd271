# Schedules draw from Clarion's prompts, the team's own, or both.
strict
at 2026-11-23 08:00 Europe/Berlin
server "Harbour" with #general, #daily
the server has no system channel
jo may manage server
jo is in #daily

# An empty deck keeps nobody waiting, and says so.
jo: /schedule set zone:Europe/Berlin prompts:our own deck
expect jo sees: is new and posts in #daily … draws from your team's own deck. … Your deck is empty so far, so my prompts come meanwhile … The next one comes today at 09:00
expect #daily: I'm Clarion
at 09:00
expect #daily: One small step, our suggestion

# Two prompts: each comes once before one comes again, and no essay is credited.
file "deck.csv" holds: title,question,step\nCalm nights,Who kept the nights calm?,Ask @here.\nDoors,Which door do we keep closed?,Open it.\n
jo: /deck import file:deck.csv
expect jo sees: 2 new prompts are in the deck
jo: /schedule preview
expect jo sees: This is the next prompt here … One small step (5 min) … From your team's own deck
expect no buttons
tuesday 09:00
expect #daily: One small step (5 min) … From your team's own deck
expect buttons "Reflect", "I'll try this", "Suggest one"
expect nobody pinged
mira: /prompt today
expect mira sees: #daily: posted at 09:00 … One small step (5 min) … From your team's own deck
expect no buttons
expect nobody pinged
mira clicks "Suggest one"
expect mira is asked: Suggest a prompt
mira clicks "Reflect"
expect mira is asked: For you alone
mira fills "For you alone; you find it in /me" with "Ana did" and submits
expect mira sees: Kept, for you alone … Doors … Ana did … Only you see this
mira in #daily clicks "I'll try this"
expect mira is asked: Only you can read them
mira fills "In your own words. Only you can read them" with "Open one" and submits
expect mira sees: Noted … Open one
mira: /me
expect mira sees: Only you see
mira clicks "Export"
expect mira sees: as a file for you alone
expect file "clarion-me.json": "prompt": "team: … "words": "Ana did" … "prompt": "team: … "words": "Open one"
jo: /schedule show
expect jo sees: Draws from your team's own deck. Your deck holds 2 prompts, 1 left before one comes again.
wednesday 09:00
expect #daily: From your team's own deck
jo: /deck list
expect jo sees: 2 prompts · all of them were posted, so it begins again
jo: /schedule set theme:Risk prompts:our own deck
expect jo sees: Themes and series are drawn from the essays, and your own deck has none … Nothing was changed

# What is taken out comes no more.
jo: /deck remove
expect jo sees: Doors
jo chooses "Doors" in "Take one out of the deck"
expect jo sees: Take this one out of the deck?
jo clicks "Take it out"
expect jo sees: is out of the deck
power cut
restart
thursday 09:00
expect #daily: Calm nights … From your team's own deck

# Both as one, then Clarion's alone again.
jo: /schedule set prompts:both
expect jo sees: draws from your team's own deck and my prompts. … Your deck holds 1 prompt
friday 09:00
expect #daily: our suggestion
jo: /schedule set theme:Risk
expect jo sees: It draws from one theme, Risk. … It draws from my prompts again.
monday 09:00
expect #daily: our suggestion … Risk · drawn from
jo: /schedule set prompts:our own deck
expect jo sees: draws from your team's own deck.
tuesday 09:00
expect #daily: Calm nights
