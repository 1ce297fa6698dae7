"""Who has to sign in and how: gate, sign-in page, the town hall's own accounts."""

import warnings

from authlib.deprecate import AuthlibDeprecationWarning

# At every start Authlib would tell the operator on standard error that httpx is to be replaced.  It
# sets its own filter "always" when it is loaded, so that this one has to come after.
warnings.filterwarnings("ignore", category=AuthlibDeprecationWarning)
