"""Fuzzing of everything that reads bytes from strangers: `make fuzz`.

A target is a reader with the promises it must keep; a mutator knows what its input is made of. Atheris (libFuzzer)
steers by coverage where it is installed; without it the same mutators run blind. What is found is kept, shrunk, in
`corpus/<target>/`, which `make test` replays.
"""
