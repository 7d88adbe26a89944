-- One question for people. $1: topic; $2: subject.
SELECT *
FROM fact.reviews
WHERE topic = $1 AND subject = $2
