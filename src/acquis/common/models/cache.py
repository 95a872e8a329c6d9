from django.db import models


class CacheEntry(models.Model):
    """The table of Django's database cache, kept by migrations instead of `createcachetable`."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "common_cache_entry"

    def __str__(self) -> str:
        return self.cache_key
