"""Say errors of the operating system in the language that is set."""

import errno
from pathlib import Path

from language.messages import Message, mark

_REASONS = {
    errno.EACCES: mark("access denied"),
    errno.EBUSY: mark("it is in use"),
    errno.EDQUOT: mark("the disk quota is used up"),
    errno.EEXIST: mark("it exists already"),
    errno.EFBIG: mark("the file would be too large"),
    errno.EINVAL: mark("the name or the request is not valid"),
    errno.EIO: mark("the disk cannot be read or written"),
    errno.EISDIR: mark("it is a folder"),
    errno.ELOOP: mark("its links lead round in a circle"),
    errno.EMFILE: mark("too many files are open"),
    errno.ENAMETOOLONG: mark("the name is too long"),
    errno.ENOENT: mark("no such file or folder"),
    errno.ENOSPC: mark("the disk is full"),
    errno.ENOTDIR: mark("a part of the path is no folder"),
    errno.ENOTEMPTY: mark("the folder is not empty"),
    errno.EPERM: mark("it is not permitted"),
    errno.EPIPE: mark("whoever read it has gone"),
    errno.EROFS: mark("the disk is write-protected"),
    errno.ETXTBSY: mark("the file is in use"),
}


def reason(error: BaseException) -> Message | str:
    """Return why the operating system refused, without its number; what it calls it where that is unknown."""
    if isinstance(error, OSError) and error.errno in _REASONS:
        return Message(_REASONS[error.errno])
    return getattr(error, "strerror", None) or str(error)


def why_not_whole(error: BaseException) -> Message:
    """Return what is wrong with a folder of results: a file that cannot be read, or one that is damaged."""
    if isinstance(error, OSError) and error.filename is not None:
        return Message("{file}: {reason}", file=Path(str(error.filename)).name, reason=reason(error))
    return Message("a file in it is damaged, or another edition of trappe made it")
