namespace DdRun.Viewer.Receivers;

/// <summary>A request's body as a whole.</summary>
internal static class Payload
{
    private const int MaxLength = 64 << 20;

    /// <summary>Up to what is allowed, which <see cref="BadHttpRequestException"/> says.</summary>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContext context)
    {
        var announced = context.Request.ContentLength ?? 0;
        using var body = new MemoryStream((int)Math.Min(announced, 1 << 20));
        var buffer = System.Buffers.ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            int count;
            while ((count = await context.Request.Body.ReadAsync(buffer, context.RequestAborted)) > 0)
            {
                if (body.Length + count > MaxLength)
                    throw new BadHttpRequestException("The payload is too large.", StatusCodes.Status413PayloadTooLarge);
                body.Write(buffer, 0, count);
            }
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(buffer);
        }

        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }

    /// <summary>Runs a reader over the body; what cannot be read is answered with 400 and the reason.</summary>
    public static RequestDelegate Take(Store.Stores stores, Func<HttpContext, ReadOnlyMemory<byte>, Task> read) => async context =>
    {
        try
        {
            await read(context, await ReadAsync(context));
        }
        catch (BadHttpRequestException exception)
        {
            stores.CountMalformed();
            context.Response.StatusCode = exception.StatusCode;
        }
        catch (Exception exception) when (exception is not OperationCanceledException and not OutOfMemoryException)
        {
            stores.CountMalformed();
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            context.Response.ContentType = "text/plain; charset=utf-8";
            await context.Response.WriteAsync(exception.Message);
        }
    };
}
