"""The order by content: the same for a part as for the whole, wherever rows stand."""

import numpy as np

from resolve.linkage.sampling import by_content


def test_a_few_rows_come_in_the_order_they_have_among_all(read, messy_frame) -> None:
    records = read(messy_frame(300, 1))
    whole = by_content(records, np.arange(300, dtype=np.int32)).tolist()
    few = np.array([7, 3, 250, 41, 12], np.int32)
    assert by_content(records, few).tolist() == [row for row in whole if row in few.tolist()]
    assert by_content(records, few[:0]).tolist() == []
