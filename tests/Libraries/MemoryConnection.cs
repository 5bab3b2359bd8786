using System.Collections;
using System.Data;
using System.Data.Common;

namespace Libraries;

/// <summary>A database of one table that answers every query.</summary>
public sealed class MemoryConnection : DbConnection
{
    private ConnectionState _state;
    public string LastParameters { get; set; } = "";
    public override string ConnectionString { get; set; } = "";
    public override string Database => "memory";
    public override string DataSource => "memory";
    public override string ServerVersion => "1";
    public override ConnectionState State => _state;
    public override void Open() => _state = ConnectionState.Open;
    public override void Close() => _state = ConnectionState.Closed;
    public override void ChangeDatabase(string databaseName) { }
    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) => throw new NotSupportedException();
    protected override DbCommand CreateDbCommand() => new MemoryCommand(this);
}

public sealed class MemoryCommand(MemoryConnection connection) : DbCommand
{
    private readonly MemoryParameters _parameters = new();
    public override string CommandText { get; set; } = "";
    public override int CommandTimeout { get; set; }
    public override CommandType CommandType { get; set; }
    public override bool DesignTimeVisible { get; set; }
    public override UpdateRowSource UpdatedRowSource { get; set; }
    protected override DbConnection DbConnection { get; set; } = connection;
    protected override DbParameterCollection DbParameterCollection => _parameters;
    protected override DbTransaction DbTransaction { get; set; }
    public override void Cancel() { }
    public override void Prepare() { }
    public override int ExecuteNonQuery() => 1;
    public override object ExecuteScalar() => 2;
    protected override DbParameter CreateDbParameter() => new MemoryParameter();
    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior)
    {
        connection.LastParameters = string.Join(",", _parameters.Cast<DbParameter>().Select(parameter => parameter.ParameterName + parameter.Value));
        var table = new DataTable();
        table.Columns.Add("Name", typeof(string));
        table.Columns.Add("Amount", typeof(decimal));
        table.Rows.Add("bread", 2m);
        table.Rows.Add("ham", 1.5m);
        return table.CreateDataReader();
    }
}

public sealed class MemoryParameter : DbParameter
{
    public override DbType DbType { get; set; }
    public override ParameterDirection Direction { get; set; }
    public override bool IsNullable { get; set; }
    public override string ParameterName { get; set; } = "";
    public override int Size { get; set; }
    public override string SourceColumn { get; set; } = "";
    public override bool SourceColumnNullMapping { get; set; }
    public override object Value { get; set; }
    public override void ResetDbType() { }
}

public sealed class MemoryParameters : DbParameterCollection
{
    private readonly List<DbParameter> _items = [];
    public override int Count => _items.Count;
    public override object SyncRoot => _items;
    public override int Add(object value) { _items.Add((DbParameter)value); return _items.Count - 1; }
    public override void AddRange(Array values) { foreach (var value in values) Add(value); }
    public override void Clear() => _items.Clear();
    public override bool Contains(object value) => _items.Contains((DbParameter)value);
    public override bool Contains(string value) => IndexOf(value) >= 0;
    public override void CopyTo(Array array, int index) => ((ICollection)_items).CopyTo(array, index);
    public override IEnumerator GetEnumerator() => _items.GetEnumerator();
    public override int IndexOf(object value) => _items.IndexOf((DbParameter)value);
    public override int IndexOf(string parameterName) => _items.FindIndex(item => item.ParameterName == parameterName);
    public override void Insert(int index, object value) => _items.Insert(index, (DbParameter)value);
    public override void Remove(object value) => _items.Remove((DbParameter)value);
    public override void RemoveAt(int index) => _items.RemoveAt(index);
    public override void RemoveAt(string parameterName) => RemoveAt(IndexOf(parameterName));
    protected override DbParameter GetParameter(int index) => _items[index];
    protected override DbParameter GetParameter(string parameterName) => _items[IndexOf(parameterName)];
    protected override void SetParameter(int index, DbParameter value) => _items[index] = value;
    protected override void SetParameter(string parameterName, DbParameter value) => _items[IndexOf(parameterName)] = value;
}
