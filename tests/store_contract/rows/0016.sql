-- What a quiet one names is counted no more.
DELETE FROM recognition_day WHERE strength = 'Care';
