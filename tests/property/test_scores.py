"""Whatever a customer writes to a survey: no text breaks the reading, and a score is always one of the scale."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cscli.reading.scores import score_in

DIGITS = st.sampled_from(["{}", "{}.", "{}/5", "{} von 5", "{}\n\nDanke", "{} - gut", "({})", "\u200f{}"])
ZEROS = (0x30, 0x660, 0x6F0, 0x966, 0xE50, 0xFF10)  # of the decimal digits of some scripts
SLOW = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@SLOW
@given(st.text(max_size=60), st.sampled_from([(1, 5), (0, 10), (1, 7)]))
def test_any_text_has_a_score_of_the_scale_or_none(text, scale):
    found = score_in(text, *scale)
    assert found is None or scale[0] <= found.score <= scale[1]


@SLOW
@given(st.integers(1, 5), DIGITS, st.sampled_from(ZEROS))
def test_a_digit_of_any_script_says_the_same(score, frame, zero):
    assert score_in(frame.format(chr(zero + score)), 1, 5).score == score


@SLOW
@given(st.text(alphabet="0123456789 .,/-:%\n+", max_size=12))
def test_what_looks_like_another_number_gives_none_or_its_first_number(text):
    found = score_in(text, 1, 5)
    assert found is None or str(found.score) in text
