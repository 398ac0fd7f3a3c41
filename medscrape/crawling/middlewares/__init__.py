"""What every request and answer passes through, from the engine's side to the network's."""
