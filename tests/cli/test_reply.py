"""``cscli reply``: a finished reply on stdout, and nothing else."""

MINIMAL = ("--set", "order_number=A-1042", "--set", "new_date=2026-12-03")


def test_the_main_job_prints_a_finished_japanese_reply_and_only_it(cscli):
    answer = cscli("reply", "shipping-delay", "--market", "JP", "--name", "山田 太郎", *MINIMAL)
    assert answer.code == 0
    assert answer.out.startswith("山田 太郎 様\n")
    assert "A-1042" in answer.out
    assert "2026年12月3日(木)" in answer.out
    assert answer.err == ""


def test_all_missing_variables_are_listed_at_once_and_nothing_is_on_stdout(cscli):
    answer = cscli("reply", "shipping-delay", "--market", "JP")
    assert answer.code == 3
    assert answer.out == ""
    assert "order_number" in answer.err
    assert "new_date" in answer.err
