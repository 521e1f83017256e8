"""How the server answers: JSON text, and errors in the platform's usual body."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from apparate_ng.sandbox.documents.json_text import to_text

if TYPE_CHECKING:
    from aiohttp.typedefs import Handler

    from apparate_ng.sandbox.documents.json_text import JsonObject

_ERROR_INFO = "type.googleapis.com/google.rpc.ErrorInfo"


class ApiError(Exception):
    """A refusal, with the status and error code that the platform uses for it."""

    def __init__(self, status: int, code: str, message: str, *, reason: str | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.reason = reason
        """What `details` name as the cause, where the platform sends them."""


def invalid(message: str) -> ApiError:
    """400 `INVALID_PARAMETER_VALUE`."""
    return ApiError(400, "INVALID_PARAMETER_VALUE", message)


def malformed(message: str) -> ApiError:
    """400 `MALFORMED_REQUEST`."""
    return ApiError(400, "MALFORMED_REQUEST", message)


def json_text(text: str, status: int = 200) -> web.Response:
    """An answer whose body is JSON text already."""
    return web.Response(text=text, status=status, content_type="application/json")


def json_answer(value: object, status: int = 200) -> web.Response:
    """An answer with a value as its JSON body."""
    return json_text(to_text(value), status)


def error_answer(error: ApiError) -> web.Response:
    """The platform's usual error body: `error_code` and `message`, and `details` if any."""
    body: JsonObject = {"error_code": error.code, "message": error.message}
    if error.reason is not None:
        body["details"] = [{"@type": _ERROR_INFO, "reason": error.reason, "domain": "filesystem"}]
    return json_answer(body, error.status)


@web.middleware
async def errors_as_json(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refusals become answers; what is not served becomes 501, never a silent 200."""
    try:
        return await handler(request)
    except ApiError as error:
        return error_answer(error)
    except ConnectionResetError:  # nobody hears this, but it is no error of the server
        return error_answer(malformed("The request was cut off."))
    except (web.HTTPNotFound, web.HTTPMethodNotAllowed):
        message = f"The sandbox does not serve {request.method} {request.path}."
        return error_answer(ApiError(501, "NOT_IMPLEMENTED", message))
