//! A private PostgreSQL: made in a temporary folder, ended with us.
//!
//! Invariant: only what was started here is stopped here. The server gets a signal when this process ends in whatever
//! way (parent-death signal), and folders left by a killed process are removed by the next start. It is as durable as
//! a real one: fsync, full_page_writes and synchronous_commit stay on.

use crate::{process, repo::Repo, setup::Setup};
use anyhow::{Context, Result, anyhow, bail};
use std::{
    fs,
    io::Read,
    net::{Ipv4Addr, TcpListener, TcpStream},
    os::unix::{fs::MetadataExt, fs::PermissionsExt, process::CommandExt},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicU32, Ordering},
    thread,
    time::Duration,
};

const USER: &str = "careerup";
const PREFIX: &str = "careerup-pg-";
/// Clusters started by this process.
static COUNT: AtomicU32 = AtomicU32::new(0);
const START_LIMIT: Duration = Duration::from_mins(1);

/// Settings beyond the defaults; nothing that makes a commit less durable.
const SETTINGS: &str = "\
listen_addresses = '127.0.0.1'
max_connections = 200
shared_buffers = '256MB'
fsync = on
full_page_writes = on
synchronous_commit = on
log_min_messages = 'fatal'
timezone = 'UTC'
";

/// A running server; dropping it stops it and removes its folder.
pub struct Cluster {
    folder: PathBuf,
    server: Child,
    port: u16,
    password: String,
}

/// Whom the server runs as: it refuses to be root.
struct Owner {
    uid: u32,
    gid: u32,
}

impl Cluster {
    /// Makes and starts one in the machine's temporary folder.
    pub fn start(setup: &Setup) -> Result<Self> {
        Self::start_in(setup, &std::env::temp_dir())
    }

    /// Makes and starts one in a folder of the given disk.
    pub fn start_in(setup: &Setup, parent: &Path) -> Result<Self> {
        let bin = setup.postgres()?;
        let start = process::now();
        remove_stale(parent)?;
        let folder = parent.join(format!("{PREFIX}{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed)));
        fs::create_dir(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        let owner = owner()?;
        let password = password()?;
        fs::write(folder.join("password"), &password)?;
        if let Some(owner) = &owner {
            for path in [&folder, &folder.join("password")] {
                std::os::unix::fs::chown(path, Some(owner.uid), Some(owner.gid))?;
            }
        }
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o700))?;

        let data = folder.join("data");
        let mut initdb = Command::new(bin.join("initdb"));
        initdb.args(["--username", USER, "--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C.UTF-8"]);
        initdb.args(["--no-sync", "--pwfile"]).arg(folder.join("password")).arg("-D").arg(&data);
        step_down(&mut initdb, owner.as_ref(), &folder);
        process::capture(initdb.stdout(Stdio::piped()))?;
        let port = free_port()?;
        let settings = format!("{SETTINGS}port = {port}\nunix_socket_directories = '{}'\n", folder.display());
        let file = data.join("postgresql.conf");
        fs::write(&file, fs::read_to_string(&file)? + &settings)?;

        let mut cluster = Self { server: spawn(bin, &data, owner.as_ref(), &folder)?, folder, port, password };
        cluster.wait_until_ready(bin)?;
        println!("started PostgreSQL on 127.0.0.1:{port}  ({:.1} s)", start.elapsed().as_secs_f64());
        Ok(cluster)
    }

    /// `postgres://…` of one of its databases; `postgres` exists from the start.
    pub fn url(&self, database: &str) -> String {
        format!("postgres://{USER}:{}@127.0.0.1:{}/{database}", self.password, self.port)
    }

    /// kill -9 of the server itself; what it had started ends when it notices.
    pub fn kill(&mut self) -> Result<()> {
        self.server.kill()?;
        self.server.wait()?;
        Ok(())
    }

    /// Starts it on the data it left when it was killed. As long as one of its old processes lives it refuses to, and is asked again.
    pub fn start_again(&mut self, setup: &Setup) -> Result<()> {
        let bin = setup.postgres()?;
        let (owner, end) = (owner()?, process::now() + START_LIMIT);
        loop {
            self.server = spawn(bin, &self.folder.join("data"), owner.as_ref(), &self.folder)?;
            match self.wait_until_ready(bin) {
                Ok(()) => return Ok(()),
                Err(_) if self.server.try_wait()?.is_some() && process::now() < end => {
                    thread::sleep(Duration::from_millis(50));
                }
                Err(fault) => return Err(fault),
            }
        }
    }

    fn wait_until_ready(&mut self, bin: &Path) -> Result<()> {
        let end = process::now() + START_LIMIT;
        while process::now() < end {
            if let Some(status) = self.server.try_wait()? {
                bail!("PostgreSQL ended while starting ({status}); its log: {}", self.log());
            }
            if TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).is_ok() && self.answers(bin) {
                return Ok(());
            }
            thread::sleep(Duration::from_millis(50));
        }
        bail!("PostgreSQL did not answer within {} s; its log: {}", START_LIMIT.as_secs(), self.log())
    }

    fn answers(&self, bin: &Path) -> bool {
        let mut ready = Command::new(bin.join("pg_isready"));
        ready.args(["-q", "-h", "127.0.0.1", "-p", &self.port.to_string()]);
        ready.status().is_ok_and(|status| status.success())
    }

    fn log(&self) -> String {
        fs::read_to_string(self.folder.join("log")).unwrap_or_default()
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // SIGINT is PostgreSQL's fast shutdown; `kill` of the shell, as this crate has no unsafe code.
        let asked = Command::new("kill").args(["-INT", &self.server.id().to_string()]).status();
        if asked.is_err() {
            let _ = self.server.kill();
        }
        let _ = self.server.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// `cargo xtask postgres`: one that stays until this process is ended.
pub fn keep(repo: &Repo) -> Result<()> {
    let setup = Setup::new(repo);
    let mut cluster = Cluster::start(&setup)?;
    println!("TEST_POSTGRES_URL={}", cluster.url("postgres"));
    println!("TEST_DATABASES=sqlite,postgres");
    println!("until this is stopped (Ctrl-C)");
    cluster.server.wait()?;
    Ok(())
}

fn spawn(bin: &Path, data: &Path, owner: Option<&Owner>, folder: &Path) -> Result<Child> {
    let log = fs::File::create(folder.join("log"))?;
    let postgres = bin.join("postgres");
    // setpriv asks the kernel to interrupt the server when we end, however we end; without it only Drop does.
    let mut command = match (process::find("setpriv"), owner) {
        (Some(setpriv), Some(owner)) => {
            let mut command = Command::new(setpriv);
            command.args([format!("--reuid={}", owner.uid), format!("--regid={}", owner.gid)]);
            command.args(["--clear-groups", "--pdeathsig", "INT"]).arg(postgres).current_dir(folder);
            command
        }
        (Some(setpriv), None) => {
            let mut command = Command::new(setpriv);
            command.args(["--pdeathsig", "INT"]).arg(postgres);
            command
        }
        (None, _) => {
            let mut command = Command::new(postgres);
            step_down(&mut command, owner, folder);
            command
        }
    };
    command.arg("-D").arg(data).stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
    command.spawn().with_context(|| format!("cannot start: {}", process::line(&command)))
}

fn step_down(command: &mut Command, owner: Option<&Owner>, folder: &Path) {
    if let Some(owner) = owner {
        command.uid(owner.uid).gid(owner.gid).current_dir(folder);
    }
}

/// `postgres` when we are root, else ourselves.
fn owner() -> Result<Option<Owner>> {
    if !process::is_root() {
        return Ok(None);
    }
    let accounts = fs::read_to_string("/etc/passwd")?;
    owner_in(&accounts).map(Some).ok_or_else(|| anyhow!("we are root and there is no user `postgres` to run as"))
}

fn owner_in(accounts: &str) -> Option<Owner> {
    let line = accounts.lines().find(|line| line.starts_with("postgres:"))?;
    let mut fields = line.split(':').skip(2);
    Some(Owner { uid: fields.next()?.parse().ok()?, gid: fields.next()?.parse().ok()? })
}

/// So that nobody else on this machine can use our superuser.
fn password() -> Result<String> {
    let mut bytes = [0; 16];
    fs::File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    Ok(format!("{:032x}", u128::from_be_bytes(bytes)))
}

/// A port nobody listens on now.
pub fn free_port() -> Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

/// Removes folders of processes that are gone.
fn remove_stale(parent: &Path) -> Result<()> {
    for entry in fs::read_dir(parent)?.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let Some((process, _)) = name.strip_prefix(PREFIX).and_then(|rest| rest.split_once('-')) else {
            continue;
        };
        let gone = !Path::new("/proc").join(process).exists();
        let server_gone = !entry.path().join("data/postmaster.pid").exists();
        let ours = entry.metadata().is_ok_and(|meta| process::is_root() || own_user() == Some(meta.uid()));
        if gone && server_gone && ours {
            fs::remove_dir_all(entry.path())?;
        }
    }
    Ok(())
}

fn own_user() -> Option<u32> {
    fs::metadata("/proc/self").ok().map(|meta| meta.uid())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_owner_is_read_from_the_accounts() {
        let owner = owner_in("root:x:0:0::/root:/bin/sh\npostgres:x:104:111:,,,:/var:/bin/bash\n").unwrap();
        assert_eq!((owner.uid, owner.gid), (104, 111));
        assert!(owner_in("root:x:0:0::/root:/bin/sh\n").is_none());
    }

    #[test]
    fn a_cluster_answers_and_leaves_nothing() {
        let repo = Repo::find().unwrap();
        let setup = Setup::new(&repo);
        let cluster = Cluster::start(&setup).unwrap();
        let mut psql = Command::new(setup.postgres().unwrap().join("psql"));
        psql.args(["-At", "-c", "show fsync"]).arg(cluster.url("postgres"));
        assert_eq!(process::capture(&mut psql).unwrap().trim(), "on");
        let (folder, port) = (cluster.folder.clone(), cluster.port);
        drop(cluster);
        assert!(!folder.exists());
        assert!(TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err());
    }
}
