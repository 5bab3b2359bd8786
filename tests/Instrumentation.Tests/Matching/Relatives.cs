namespace DdRun.Instrumentation.Tests.Matching.Relatives;

// What rules about interfaces and overrides are matched with. Their bodies are never run.
#pragma warning disable CA1033, CA1052, CA1716, CA1822, CA1852

public interface IA
{
    void F();
}

public interface IB
{
    void F();
}

public interface IC : IA
{
    void G();
}

public interface IGeneric<T>
{
    T H(T value);
}

public interface IDefault : IA
{
    void IA.F()
    {
    }
}

public interface IOwnBody
{
    void F()
    {
    }
}

public interface IStatic
{
    static abstract void S();
}

public class Both : IA, IB
{
    void IA.F()
    {
    }

    void IB.F()
    {
    }

    public void F()
    {
    }
}

public class Explicit : IA
{
    void IA.F()
    {
    }

    public virtual void F()
    {
    }
}

public class AfterExplicit : Explicit
{
    public override void F()
    {
    }
}

public class Inherited
{
    public void F()
    {
    }
}

public class Inherits : Inherited, IA;

public abstract class Virtual : IA
{
    public abstract void F();
}

public class Overriding : Virtual
{
    public override void F()
    {
    }
}

public class Hiding : Overriding
{
    public new virtual void F()
    {
    }
}

public class OverridesHiding : Hiding
{
    public override void F()
    {
    }
}

public class Again : Hiding, IA
{
    public override void F()
    {
    }
}

public class Composed : IC
{
    public virtual void Unrelated()
    {
    }

    public override string ToString() => "";

    public void F()
    {
    }

    public void F(int value) => _ = value;

    public void G()
    {
    }
}

public class Closed : IGeneric<int>, IGeneric<string>
{
    public int H(int value) => value;

    public string H(string value) => value;

    public virtual double H(double value) => value;
}

public class Open<T> : IGeneric<T>
{
    T IGeneric<T>.H(T value) => value;

    public virtual T H(T value) => value;
}

public class OpenBase<T> : IGeneric<List<T>>
{
    public virtual List<T> H(List<T> value) => value;
}

public class OfNumbers : OpenBase<int>
{
    public override List<int> H(List<int> value) => value;
}

public class Defaulted : IDefault;

public class OwnBody : IOwnBody
{
    public void F()
    {
    }
}

public class Static : IStatic
{
    public static void S()
    {
    }
}

public class OtherStatic : IA
{
    public void F()
    {
    }

    public static void F(string text) => _ = text;
}

public class Top
{
    public virtual object M() => this;

    public virtual void P(int value) => _ = value;
}

public class Narrower : Top
{
    public override Narrower M() => this;
}

public class Narrowest : Narrower
{
    public override Narrower M() => this;
}

public class Hides : Top
{
    public new virtual object M() => this;

    public override void P(int value) => _ = value;
}

public class BelowHides : Hides
{
    public override object M() => this;

    public override void P(int value) => _ = value;
}

public sealed class Last : Top
{
    public sealed override object M() => this;

    public void P(string value) => _ = value;
}

public class Cursor : System.Collections.IEnumerator
{
    object System.Collections.IEnumerator.Current => this;

    public object Current => this;

    public bool MoveNext() => false;

    public virtual bool MoveNext(int count) => false;

    public void Reset()
    {
    }
}

public class Converter : System.ComponentModel.ExpandableObjectConverter
{
    public override bool IsValid(System.ComponentModel.ITypeDescriptorContext? context, object? value) => false;

    public new virtual bool IsValid(object value) => false;
}
