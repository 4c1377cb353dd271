# A deck that runs low: whoever made the schedule is told once before it begins again.
strict
at 2026-11-23 08:00 Europe/Berlin
server "Harbour" with #general, #daily
jo may manage server
expect #general: Hello
jo is in #daily
file "deck.csv" holds: title,question,step\nDay 1,What is number 1?,Look.\nDay 2,What is number 2?,Look.\nDay 3,What is number 3?,Look.\nDay 4,What is number 4?,Look.\nDay 5,What is number 5?,Look.\nDay 6,What is number 6?,Look.\nDay 7,What is number 7?,Look.\nDay 8,What is number 8?,Look.\nDay 9,What is number 9?,Look.\nDay 10,What is number 10?,Look.\nDay 11,What is number 11?,Look.\nDay 12,What is number 12?,Look.\nDay 13,What is number 13?,Look.\nDay 14,What is number 14?,Look.\nDay 15,What is number 15?,Look.\nDay 16,What is number 16?,Look.\n
jo: /deck import file:deck.csv
expect jo sees: 16 new prompts are in the deck
jo: /schedule set zone:Europe/Berlin prompts:our own deck
expect jo sees: draws from your team's own deck. … Your deck holds 16 prompts.
expect #daily: I'm Clarion
at 09:00
expect #daily: From your team's own deck
expect #general nothing
tuesday 09:00
expect #daily: From your team's own deck
expect #general: @Jo: daily has 14 prompts of your deck left before the deck begins again. … /deck suggest
expect buttons "Show schedules"
jo: /schedule show
expect jo sees: Your deck holds 16 prompts, 14 left before one comes again.
# Once, whatever happens.
power cut
restart
wednesday 09:00
expect #daily: From your team's own deck
thursday 09:00
expect #daily: From your team's own deck
expect #general nothing
