-- Presses were not noted before 0005: posts of that time are not counted among those on which nobody pressed a button.

INSERT INTO schedule_counted (schedule_id, since)
SELECT o.subject, MAX(o.due_at) + 1 FROM occurrence o
WHERE o.kind = 'daily' AND o.state = 'posted' AND EXISTS (SELECT 1 FROM schedule s WHERE s.id = o.subject)
    AND NOT EXISTS (SELECT 1 FROM schedule_counted c WHERE c.schedule_id = o.subject)
GROUP BY o.subject;
