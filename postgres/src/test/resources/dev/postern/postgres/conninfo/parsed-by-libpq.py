# Writes parsed-by-libpq-18.tsv: python3 -m pip install psycopg[binary]; python3 parsed-by-libpq.py > parsed-by-libpq-18.tsv
import random, psycopg, sys
from psycopg import pq
def esc(s):
    out=''
    for ch in s:
        o=ord(ch)
        if ch=='\\': out+='\\\\'
        elif ch=='\t': out+='\\t'
        elif ch=='\n': out+='\\n'
        elif ch=='\r': out+='\\r'
        elif o<32 or o==127: out+='\\%03o'%o
        else: out+=ch
    return out
def parse(s):
    try:
        opts=pq.Conninfo.parse(s.encode())
    except psycopg.Error as e:
        return None
    return {o.keyword.decode(): o.val.decode('utf8','surrogateescape') for o in opts if o.val is not None}
hand=r"""
host=localhost
host=localhost port=5432 dbname=app user=ann
host = localhost  port= 5432
  host=a
host=a  
host=
password= port=5432
password='' port=5432
password='it\'s' user='a b'
password=a\ b
password=a\\b
password=a\'b
password='a\\b'
password='a"b'
password='a=b c'
user=a=b
user==b
user='unterminated
user='a'b
user='a'host=b
user=a'b
user=a'b c'
user=a host=b user=c
host
host user=a
=a
hots=a
HOST=a
Host=a
host=a,b port=1,2
host=a,b port=5433
host=/run/postgresql
host=::1
hostaddr=127.0.0.1 host=pg
sslmode=verify-full sslrootcert=/a/b.crt
sslmode=nonsense
port=abc
options='-c search_path=x'
options=-c\ search_path=x
dbname='postgresql://x/y'
dbname=ünï
user='日本語 x'
user=a\
user='a\
service=demo
replication=database
scram_client_key=x
passfile=/dev/null
tty=x
authtype=x
user='a''b'
user=''''
user=ahost=b
postgresql://
postgres://
postgresql://localhost
postgresql://localhost/
postgresql://localhost:5433
postgresql://localhost:
postgresql://localhost/mydb
postgresql://user@localhost
postgresql://user:secret@localhost
postgresql://user:@localhost
postgresql://:pw@localhost
postgresql://@localhost
postgresql://other@localhost/otherdb?connect_timeout=10&application_name=myapp
postgresql://host1:123,host2:456/somedb?target_session_attrs=any&application_name=myapp
postgresql://host1,host2/somedb
postgresql://host1,host2:456/somedb
postgresql://host1:1,host2
postgresql://,host2/x
postgresql://:1,:2/x
postgresql:///mydb?host=localhost&port=5433
postgresql:///mydb
postgresql://?host=a
postgresql://a?host=b
postgresql://[2001:db8::1234]/database
postgresql://[2001:db8::1234]:5433/database
postgresql://[::1],[::2]:2/x
postgresql://[::1
postgresql://[]/x
postgresql://[::1]x/y
postgresql://[::1]:/y
postgresql:///dbname?host=/var/lib/postgresql
postgresql://%2Fvar%2Flib%2Fpostgresql/dbname
postgresql://user:p%40ss%2Fw%3Ard@h/db%20name
postgresql://user:p%4@h/db
postgresql://user:p%zz@h/db
postgresql://user:p%00@h/db
postgresql://user%C3%BC@h/db
postgresql://ü@h/db
postgresql://u@h/db?
postgresql://u@h/db?sslmode
postgresql://u@h/db?sslmode=
postgresql://u@h/db?sslmode=a=b
postgresql://u@h/db?a=b
postgresql://u@h/db?sslmode=require&
postgresql://u@h/db?&sslmode=require
postgresql://u@h/db?sslmode=require&&user=x
postgresql://u@h/db?ssl=true
postgresql://u@h/db?ssl=false
postgresql://u@h/db?SSLMODE=require
postgresql://u@h/db?user=x
postgresql://u@h/db?ssl%6dode=require
postgresql://u@h/db?options=-c%20geqo%3Doff
postgresql://u@h/db?options=-c+geqo=off
postgresql://u@h/a b
postgresql://u@h/ab 
postgresql://u @h/ab
postgresql://u@ h/ab
postgresql://u@h/db? sslmode=require
postgresql://u@h/db?sslmode= require
postgresql://u@h/db?sslmode=require 
postgresql://u@h/a/b
postgresql://u@h/a/b?user=c
postgresql://u@v@h/a
postgresql://u:p:q@h/a
postgresql://u/v@h/a
postgresql://h/db#frag
postgresql:/h/db
POSTGRESQL://h/db
postgresql://u@h:1:2/db
postgresql://u@::1/db
postgresql://h?user=a/b
postgresql://u@h:54x/db
postgresql://a,b,c:3/db?port=9
jdbc:postgresql://h/db
""".split('\n')
hand=[h for h in hand if h!='']+['host=a\nport=1','host=a\tport=1','host=a\x0bport=1','host=a\x0cport=1\r\n','user=a\\\nb',' ','user=\u00a0x','user=a\u00a0b']
r=random.Random(42)
words=['host','port','user','password','dbname','sslmode','hots','a','b','x1','secret','=','=',' ',' ',"'","'",'\\','\t','\n',',','ü']
uw=['postgresql://','u','p','h','5432','db','@',':','/','?','&','=',',','[','::1',']','%20','%2F','%zz','%','user','sslmode','require','host','port',' ','/run']
for i in range(350):
    hand.append(''.join(r.choice(words) for _ in range(r.randint(1,14))))
for i in range(450):
    hand.append('postgresql://'+''.join(r.choice(uw[1:]) for _ in range(r.randint(1,14))))
seen=set()
print('# written by PQconninfoParse of libpq %d: text, then keyword=value pairs, or ! when it is refused; tab-separated, escaped as in a Java string'%pq.version())
for h in hand:
    if h in seen: continue
    seen.add(h)
    d=parse(h)
    if d and any('\udc80' <= c <= '\udcff' for v in d.values() for c in v): continue # bytes that are not UTF-8: we refuse them
    if d is None: print(esc(h)+'\t!')
    else: print('\t'.join([esc(h)]+[esc(k+'='+v) for k,v in sorted(d.items())]))
