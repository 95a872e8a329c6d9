"""Status lists: what an issuer says of its credentials after it has signed them.

`bitstring` packs and reads the statuses, `permutation` gives out their places, `lists` fetches and
verifies the lists of others. The check itself is `checks.status`.
"""
