namespace IBM.WMQ;

public class MQDestination(string name)
{
    private readonly Queue<MQMessage> _messages = [];

    public string Name => name;

    public void Put(MQMessage message, MQPutMessageOptions options) => _messages.Enqueue(message);

    public void Get(MQMessage message, MQGetMessageOptions options, int maxSize)
    {
        if (name.Contains("LOCKED", StringComparison.Ordinal))
            throw new MQException(2035);
        if (!_messages.TryDequeue(out var found))
            throw new MQException(2033);
        message.Text = found.Text;
    }
}

public class MQMessage
{
    public string? Text { get; set; }
}

public class MQPutMessageOptions;

public class MQGetMessageOptions;

public class MQException(int reason) : ApplicationException($"reason {reason}")
{
    public int Reason => reason;
}
