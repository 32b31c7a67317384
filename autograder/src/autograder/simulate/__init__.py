"""A simulated class: submissions of honest, weak, careless and hostile students, for demonstrations and tests."""
