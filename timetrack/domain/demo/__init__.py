"""The demo workspace: a small studio with a quarter of work, made in one go and removed in one.

``cast`` says who there is and what they work on, ``weeks`` how their weeks look, ``days`` makes the entries of it,
``creating`` and ``removing`` are what a person asks for.
"""
