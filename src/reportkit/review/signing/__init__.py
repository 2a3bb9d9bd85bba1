"""Signatures of reviewers: over a text that lists what is published, by SSHSIG (OpenSSH)."""
