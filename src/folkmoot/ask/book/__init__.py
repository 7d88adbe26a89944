"""Tables of a survey: a subject by a banner, with what must be hidden hidden."""
