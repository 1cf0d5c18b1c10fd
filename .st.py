import sys
sys.argv=["x","--views","26","--formats","handout-pdf","card-pdf"]
from tests.statements import main
main()
