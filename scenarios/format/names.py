"""Names in a scenario file that must be among those it defines elsewhere."""

from typing import Annotated

from scenarios.format.fields import Known

StepName = Annotated[str, Known("step")]
Destination = Annotated[str, Known("step or way out")]
BandName = Annotated[str, Known("age band")]
GroupName = Annotated[str, Known("group")]
PayerName = Annotated[str, Known("payer")]
CaseName = Annotated[str, Known("case")]
