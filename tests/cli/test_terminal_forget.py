"""``cscli customer forget`` on a terminal: the key is typed to confirm it."""

NOW = ("--now", "2026-11-22T09:30:00Z")


def test_the_key_is_typed_to_confirm(cscli, spawn):
    for key, name in (("山-1", "山田 太郎"), ("C-8", "ليلى")):
        cscli("customer", "add", key, "--name", name)
    for typed, status, shown in (("yes", 4, "nothing was changed"), ("山-1", 0, "was deleted")):
        child = spawn(*NOW, "customer", "forget", "山-1", "--mode", "delete")
        child.expect("Type 山-1 to delete this customer:")
        child.sendline(typed)
        text = child.read()
        child.close()
        assert child.exitstatus == status
        assert shown in " ".join(text.split())
    assert [row["key"] for row in cscli("customer", "list", "--json").data] == ["C-8"]
