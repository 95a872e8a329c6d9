from acquis.passport.models.held import HeldCredential, Share

__all__ = ["HeldCredential", "Share"]
