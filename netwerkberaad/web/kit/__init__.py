"""What pages share: forms, answers to a submission, the frame of the desk and of a case."""
