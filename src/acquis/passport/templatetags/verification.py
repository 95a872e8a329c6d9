from django import template

from acquis.passport.domain.wording import sentence

register = template.Library()
register.filter("sentence", sentence)
